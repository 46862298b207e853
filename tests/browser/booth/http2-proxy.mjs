// HTTP/2 with TLS in front of the test's server, as a proxy does in production: many requests
// share one connection. Arguments: certificate, key, port of the server. Prints its own port.

import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createSecureServer } from "node:http2";

const [certificate, key, port] = process.argv.slice(2);
const dropped = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);
const server = createSecureServer({ cert: readFileSync(certificate), key: readFileSync(key) });

server.on("stream", (stream, headers) => {
  const forwarded = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":")));
  const options = {
    host: "127.0.0.1",
    port,
    method: headers[":method"],
    path: headers[":path"],
    headers: { ...forwarded, host: headers[":authority"] },
  };
  const inner = request(options, (answer) => {
    const kept = Object.entries(answer.headers).filter(([name]) => !dropped.has(name));
    stream.respond({ ":status": answer.statusCode, ...Object.fromEntries(kept) });
    answer.pipe(stream);
  });
  inner.on("error", () => stream.close());
  stream.on("error", () => inner.destroy());
  stream.pipe(inner);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));

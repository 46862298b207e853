export function writeParties(key,{server_key:server,witnesses,mirrors}){return JSON.stringify([key,server,witnesses,mirrors])}

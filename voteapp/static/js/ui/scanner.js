// Reading QR codes with the camera, or from a picture, without leaving the page.

import { decodeQR } from "../vendor/qr-decode.js";
import { h } from "./dom.js";

const LONGEST_SIDE = 800;
const FRAME_PAUSE_MS = 120;

/**
 * A camera view (`element`) that reads codes. `onText(text)` is called with what a code holds; it
 * returns true when that was what was looked for (the camera then stops).
 */
export class Scanner {
  /** @param {string} label @param {(text: string) => boolean} onText */
  constructor(label, onText) {
    this.element = h("video", { class: "scanner", playsinline: true, muted: true, "aria-label": label });
    this.onText = onText;
    this.read = createReader();
    this.stream = null;
    this.timer = 0;
  }

  /** Rejects when there is no camera or it may not be used. */
  async start() {
    if (!navigator.mediaDevices?.getUserMedia) throw new Error("no camera");
    const video = this.element;
    const wanted = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };
    this.stream = await navigator.mediaDevices.getUserMedia(wanted);
    video.muted = true;
    video.srcObject = this.stream;
    await video.play();
    this._look();
  }

  stop() {
    window.clearTimeout(this.timer);
    if (this.stream) for (const track of this.stream.getTracks()) track.stop();
    this.stream = null;
    this.element.srcObject = null;
  }

  _look() {
    const video = this.element;
    if (this.stream === null) return;
    if (!video.isConnected) {
      this.stop();
      return;
    }
    const text = video.videoWidth > 0 ? this.read(video, video.videoWidth, video.videoHeight) : null;
    if (text !== null && this.onText(text)) this.stop();
    else this.timer = window.setTimeout(() => this._look(), FRAME_PAUSE_MS);
  }
}

/** The text of the code in a picture file, or null.
 * @type {(file: Blob) => Promise<string | null>} */
export async function readPicture(file) {
  const image = typeof createImageBitmap === "function" ? await createImageBitmap(file) : await loadImage(file);
  return createReader(1600)(image, image.width, image.height);
}

/** As createImageBitmap, which Safari 14 has not.
 * @type {(file: Blob) => Promise<HTMLImageElement>} */
async function loadImage(file) {
  const address = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.addEventListener("error", reject);
    reader.readAsDataURL(file);
  });
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

/** Reads one picture after the other: read(source, width, height) gives a code's text, or null.
 * @type {(longest?: number) => (source: CanvasImageSource, width: number, height: number) =>
 *   string | null} */
function createReader(longest = LONGEST_SIDE) {
  const canvas = document.createElement("canvas");
  return (source, width, height) => {
    const scale = Math.min(1, longest / Math.max(width, height));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(image);
    } catch {
      return null;
    }
  };
}

/** CBOR (RFC 8949) -> values, as far as an index has it: numbers, texts, lists, and constants. */

const TEXT = new TextDecoder();
const CONSTANTS = { 20: false, 21: true, 22: null };

/** Give the value that these bytes hold. Throws a TypeError where they hold another kind, a RangeError where they end. */
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const read = (size) => {
    at += size;
    return { 1: view.getUint8, 2: view.getUint16, 4: view.getUint32 }[size].call(view, at - size);
  };
  const number = (info) => {
    if (info < 24) return info;
    if (info > 26) throw new TypeError("CBOR of another kind");
    return read(2 ** (info - 24));
  };
  const item = () => {
    const head = read(1);
    const [kind, info] = [head >> 5, head & 31];
    if (kind === 7 && info in CONSTANTS) return CONSTANTS[info];
    const value = number(info);
    if (kind === 0) return value;
    if (kind === 1) return -1 - value;
    if (kind === 4) return Array.from({ length: value }, item);
    if (kind !== 3) throw new TypeError("CBOR of another kind");
    at += value;
    if (at > bytes.length) throw new RangeError("CBOR that ends too early");
    return TEXT.decode(bytes.subarray(at - value, at));
  };
  return item();
}

/**
 * The few ASN.1 DER encodings of which a certificate is made.
 * Source: ITU-T X.690; RFC 5280 for their use.
 */
export const der = {
  sequence: (...parts: Buffer[]) => tagged(0x30, ...parts),
  set: (...parts: Buffer[]) => tagged(0x31, ...parts),
  integer: (bytes: Buffer) => tagged(0x02, bytes),
  boolean: (value: boolean) => tagged(0x01, Buffer.from([value ? 0xff : 0])),
  bitString: (bytes: Buffer, unusedBits = 0) => tagged(0x03, Buffer.from([unusedBits]), bytes),
  octetString: (bytes: Buffer) => tagged(0x04, bytes),
  utf8String: (text: string) => tagged(0x0c, Buffer.from(text)),
  /** For the dates before 2050, which RFC 5280 wants with two digits of the year. */
  utcTime: (date: Date) =>
    tagged(
      0x17,
      Buffer.from(
        date
          .toISOString()
          .replace(/[-:T]|\.\d+/gu, '')
          .slice(2),
      ),
    ),
  explicit: (number: number, ...parts: Buffer[]) => tagged(0xa0 + number, ...parts),
  implicit: (number: number, bytes: Buffer) => tagged(0x80 + number, bytes),
  objectId,
};

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(count: number): Buffer {
  if (count < 0x80) return Buffer.from([count]);
  const bytes = Buffer.from(count.toString(16).padStart(count > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 + bytes.length]), bytes]);
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

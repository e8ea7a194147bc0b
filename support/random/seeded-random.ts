/**
 * Random numbers from 0 up to 1 that a seed makes repeatable.
 * Source: sfc32 of C. Doty-Humphrey's PractRand, which its own tests find no fault with.
 * @param seed an integer.
 */
export function seededRandom(seed: number): () => number {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const random = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  // Neighbouring seeds begin alike; after this many numbers they have nothing in common.
  for (let warmUp = 0; warmUp < 15; warmUp += 1) random();
  return random;
}

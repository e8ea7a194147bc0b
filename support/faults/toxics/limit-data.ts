import type { Toxic } from '../toxic';

/** Closes each connection after it has carried `bytes` in this direction, counted from when the toxic took hold. */
export function limitData(options: { bytes: number }): Toxic {
  return {
    type: 'limit_data',
    description: `closed after ${options.bytes} bytes`,
    attach: () => {
      let left = options.bytes;
      return {
        pass: async (parcel) => {
          if (parcel.kind !== 'bytes') return;
          parcel.bytes = parcel.bytes.subarray(0, left);
          left -= parcel.bytes.length;
          parcel.isLast = left === 0;
        },
      };
    },
  };
}

import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { der } from './der';

/** What a TLS server is configured with. */
export interface ServerCredentials {
  readonly key: string;
  readonly cert: string;
}

const oids = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
};
const dayMs = 86_400_000;

/** An authority for the certificates of the doubles: made in memory, trusted by nobody who is not told to. */
export class CertificateAuthority {
  readonly #keys = keyPair();
  readonly #name = 'Authority of the provider doubles';
  /** What a client must trust, PEM. */
  readonly certificate: string;

  constructor() {
    this.certificate = this.#issue(
      this.#name,
      this.#keys.publicKey,
      [-dayMs, 3650 * dayMs],
      [
        extension(oids.basicConstraints, der.sequence(der.boolean(true)), true),
        // keyCertSign
        extension(oids.keyUsage, der.bitString(Buffer.from([0x04]), 2), true),
      ],
    );
  }

  /** For these host names (and 127.0.0.1): valid from yesterday for a year, or expired since yesterday. */
  issueFor(hosts: readonly string[], validity: 'valid' | 'expired'): ServerCredentials {
    const keys = keyPair();
    const names = [
      ...hosts.map((host) => der.implicit(2, Buffer.from(host))),
      der.implicit(7, Buffer.from([127, 0, 0, 1])),
    ];
    const days = validity === 'valid' ? [-1, 365] : [-366, -1];
    const cert = this.#issue(
      'Provider double',
      keys.publicKey,
      days.map((day) => day * dayMs),
      [extension(oids.subjectAltName, der.sequence(...names))],
    );
    return { key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
  }

  /** Source: RFC 5280, section 4.1. */
  #issue(
    subject: string,
    publicKey: KeyObject,
    [fromMs = 0, toMs = 0]: number[],
    extensions: Buffer[],
  ): string {
    const algorithm = der.sequence(der.objectId(oids.ecdsaWithSha256));
    const at = (offsetMs: number) => der.utcTime(new Date(Date.now() + offsetMs));
    const toBeSigned = der.sequence(
      der.explicit(0, der.integer(Buffer.from([2]))),
      // Positive, whatever the random bytes are.
      der.integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
      algorithm,
      distinguishedName(this.#name),
      der.sequence(at(fromMs), at(toMs)),
      distinguishedName(subject),
      publicKey.export({ type: 'spki', format: 'der' }),
      der.explicit(3, der.sequence(...extensions)),
    );
    const signature = sign('sha256', toBeSigned, this.#keys.privateKey);
    return pem(der.sequence(toBeSigned, algorithm, der.bitString(signature)));
  }
}

function keyPair() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function distinguishedName(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.objectId(oids.commonName), der.utf8String(commonName))));
}

function extension(oid: string, value: Buffer, isCritical = false): Buffer {
  const critical = isCritical ? [der.boolean(true)] : [];
  return der.sequence(der.objectId(oid), ...critical, der.octetString(value));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/gu) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

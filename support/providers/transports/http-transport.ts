import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProviderTransport, WireFormat } from '../provider-double';
import { CertificateAuthority } from './certificate-authority';
import { HostsFile } from './hosts-file';
import { HttpDouble, type HttpDoubleContext } from './http-double';
import { mustBeRole } from './role-name';

const egressGuard = path.join(__dirname, '../../environments/egress-guard.js');
const zone = 'llm.example';
const quietMs = 500;

/** How the doubles are carried over HTTP. */
export interface HttpTransportOptions {
  /** HTTP instead of HTTPS: for load, where TLS would be what is measured. */
  readonly plain?: boolean;
  /** Where to keep the hosts file and the certificate; the system's folder for temporary files by default. */
  readonly folder?: string;
  /** For dates inside the answers, milliseconds since the epoch. */
  readonly nowMs?: () => number;
}

let issued: ReturnType<typeof issue> | undefined;

/**
 * Doubles with a real HTTPS server each, for a service in a process of its own: started with `serviceEnvironment()` it
 * trusts their certificates, resolves their names, and reaches nothing but loopback.
 */
export class HttpTransport implements ProviderTransport {
  readonly name = 'http';
  readonly #doubles = new Map<string, HttpDouble>();
  readonly #folder: string;
  readonly #context: HttpDoubleContext;
  readonly #leftInFlight: string[] = [];

  constructor({ plain = false, folder = tmpdir(), nowMs = Date.now }: HttpTransportOptions = {}) {
    this.#folder = mkdtempSync(path.join(folder, 'provider-doubles-'));
    const hosts = new HostsFile(this.#file('hosts'));
    // Once for the process: the same names for every transport.
    if (!plain) issued ??= issue();
    this.#context = { nowMs, hosts, ...(plain || issued === undefined ? {} : { tls: issued }) };
    if (this.#context.tls) writeFileSync(this.#file('authority.pem'), this.#context.tls.authority);
  }

  async open(role: string, format: WireFormat): Promise<HttpDouble> {
    mustBeRole(role, new Set(this.#doubles.keys()));
    const double = await HttpDouble.start(role, format, this.#context);
    this.#doubles.set(role, double);
    return double;
  }

  serviceEnvironment(): Record<string, string> {
    return {
      NODE_OPTIONS: [process.env.NODE_OPTIONS, `--require ${JSON.stringify(egressGuard)}`]
        .filter(Boolean)
        .join(' '),
      EGRESS_GUARD_HOSTS: this.#context.hosts.path,
      EGRESS_GUARD_ZONE: zone,
      ...(this.#context.tls ? { NODE_EXTRA_CA_CERTS: this.#file('authority.pem') } : {}),
    };
  }

  leftovers(): string[] {
    return [...this.#leftInFlight, ...[...this.#doubles.values()].flatMap((double) => double.open())];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const doubles = [...this.#doubles.values()];
    await Promise.all(doubles.map((double) => double.quiet(quietMs)));
    for (const double of doubles) {
      if (double.inFlight() === 0) continue;
      this.#leftInFlight.push(
        `${double.inFlight()} request(s) to the ${double.role} provider were still in flight`,
      );
    }
    await Promise.all(doubles.map((double) => double.close()));
    this.#doubles.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }
}

function issue() {
  const authority = new CertificateAuthority();
  const names = [`*.${zone}`, 'localhost'];
  return {
    authority: authority.certificate,
    valid: authority.issueFor(names, 'valid'),
    expired: authority.issueFor(names, 'expired'),
  };
}

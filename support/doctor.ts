import { examine } from './doctor/examine';
import { report } from './doctor/report';

/** `npm run doctor`: what this machine has and lacks, and what to do about it. Ends with 1 when something required is missing. */
async function main(): Promise<void> {
  const findings = await examine();
  console.log(report(findings));
  if (findings.some(({ state }) => state === 'missing')) process.exitCode = 1;
}

void main();

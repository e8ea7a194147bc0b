import { Compromised } from '../evidence/verdict';

/** A fault was applied, and a look past the service did not see it: the scenario would say nothing about the service. */
export class FaultNotConfirmed extends Compromised {}

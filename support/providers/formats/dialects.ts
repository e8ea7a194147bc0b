import type { WireFormat } from '../provider-double';
import { anthropic } from './anthropic';
import type { Dialect } from './dialect';
import { openAi } from './openai';

const dialects: Readonly<Record<WireFormat, Dialect>> = { openai: openAi, anthropic };

/** The dialect of a wire format. */
export function dialectOf(format: WireFormat): Dialect {
  return dialects[format];
}

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { featureFiles, parseFeature } from './feature-file';
import { featureIndex } from './feature-index';

export const FEATURE_INDEX_PATH = 'features/README.md';

/** What the index must say, from the feature files as they are now. */
export function readFeatureIndex(): string {
  return featureIndex(
    featureFiles('features').map((path) => ({
      href: relative('features', path),
      document: parseFeature(readFileSync(path, 'utf8')),
    })),
  );
}

import { writeFileSync } from 'node:fs';
import { FEATURE_INDEX_PATH, readFeatureIndex } from './feature-index-file';

// `npm run index:features`: writes the index anew.
writeFileSync(FEATURE_INDEX_PATH, readFeatureIndex());
console.log(`${FEATURE_INDEX_PATH} written`);

import { writeFileSync } from 'node:fs';
import { SENTENCES_PATH, sentencesPage } from './sentences-page';

// `npm run sentences`: writes the page anew.
writeFileSync(SENTENCES_PATH, sentencesPage());
process.stdout.write(`${SENTENCES_PATH} written\n`);

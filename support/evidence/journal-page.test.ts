import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { JournalEntry } from './journal';
import { journalJson, journalPage } from './journal-page';

const entry = (atMs: number, event = 'answered', lane: JournalEntry['lane'] = 'provider'): JournalEntry => ({
  atMs,
  lane,
  subject: 'primary',
  event,
});

describe('the journal page', () => {
  test('gives times in milliseconds since the first entry', () => {
    const { body, mediaType, fileName } = journalPage([
      entry(1_700_000_000_000.25),
      entry(1_700_000_000_012.75),
    ]);
    expect({ mediaType, fileName }).to.deep.equal({ mediaType: 'text/html', fileName: 'Journal' });
    expect(body).to.include('<td>0.0</td>').and.include('<td>12.5</td>');
    expect(body).to.include('2 entries (provider 2)');
  });

  test('escapes what providers and users said', () => {
    const { body } = journalPage([{ ...entry(0, '<script>alert("x")</script>'), subject: "O'Neil & <b>" }]);
    expect(body).not.to.include('<script>').and.not.to.include('<b>');
    expect(body)
      .to.include('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;')
      .and.include('O&#39;Neil &amp;');
  });

  test('loads nothing', () => {
    expect(journalPage([entry(0)]).body).not.to.match(/https?:|src=|href=|@import|url\(/);
  });

  test('shows the ends of a long history and says how much lies between', () => {
    const long = Array.from({ length: 1000 }, (_, index) => entry(index, `event ${index}.`));
    const { body } = journalPage(long, 10);
    expect(body).to.include('event 4.').and.include('event 995.');
    expect(body).not.to.include('event 5.').and.not.to.include('event 994.');
    expect(body).to.include('990 entries in between (provider 990)');
    expect(body.match(/<tr class="provider">/g)).to.have.length(10);
  });

  test('holds an empty history', () => {
    expect(journalPage([]).body).to.include('0 entries');
  });

  test('has everything in the form for machines', () => {
    const entries = [{ ...entry(1), details: { status: 503 } }, entry(2)];
    expect(JSON.parse(journalJson(entries).body)).to.deep.equal(entries);
  });
});

import { test } from 'node:test';
import { expect } from 'chai';
import { imageFor } from './images';

test('images are pinned to a version, and another can be named', () => {
  for (const kind of ['postgresql', 'redis', 'clickhouse'] as const) {
    const { name, variable } = imageFor(kind, {});
    expect(name).to.match(/^[\w./-]+:\d+\.\d+/);
    expect(imageFor(kind, { [variable]: 'registry.example/own:1' }).name).to.equal('registry.example/own:1');
    expect(imageFor(kind, { [variable]: '' }).name, 'set to nothing').to.equal(name);
  }
});

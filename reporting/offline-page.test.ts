import { describe, test } from 'node:test';
import { expect } from 'chai';
import { externalCalls, offlinePage } from './offline-page';

const PAGE = `<html><head><title>x</title></head><body><script>window.kept = 1;</script>
<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>
<script>
  window.dataLayer = window.dataLayer || [];
  function gtag(){dataLayer.push(arguments);}
  gtag('js', new Date());
</script><script src="data:text/javascript;base64,AA=="></script><a href="https://example.org">a link calls nobody</a>
</body></html>`;

describe('the offline page', () => {
  test('loses the analytics and keeps the rest', () => {
    const page = offlinePage(PAGE);
    expect(page).not.to.include('googletagmanager').and.not.to.include('gtag');
    expect(page).to.include('window.kept').and.include('data:text/javascript').and.include('example.org');
    expect(page).to.match(/<head>\s*<meta http-equiv="Content-Security-Policy"/);
  });

  test('is refused when something else would still be loaded', () => {
    const image = PAGE.replace('</body>', '<img alt="" src="//cdn.example.org/x.png"></body>');
    expect(() => offlinePage(image)).to.throw('//cdn.example.org/x.png');
  });

  test('knows what is loaded from elsewhere from what is not', () => {
    expect(externalCalls(PAGE)).to.deep.equal(['https://www.googletagmanager.com/gtag/js?id=G-1']);
    expect(externalCalls('<link rel="stylesheet" href="data:text/css,x"><img src="a.png">')).to.deep.equal(
      [],
    );
  });
});

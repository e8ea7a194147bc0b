import { STATUS_CODES } from 'node:http';

/** What a proxy in front of the provider says, whoever asks for JSON: nginx's own page. */
export function htmlErrorPage(status: number): string {
  // With a good status the page still tells of an error: that is what makes it nasty.
  const shown = status < 400 ? 502 : status;
  const title = `${shown} ${STATUS_CODES[shown] ?? 'Error'}`;
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}

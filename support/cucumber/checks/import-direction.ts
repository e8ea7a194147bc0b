import { dirname, join, normalize, sep } from 'node:path';
import ts from 'typescript';

/** A place in the code that the house does not allow. */
export interface Objection {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const AREAS = ['features', 'step-definitions', 'support', 'reference-service', 'reporting'];

/** What the files of each area may import of the others. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  features: [],
  'step-definitions': ['step-definitions', 'support'],
  support: ['support'],
  'support/environments': ['support', 'reference-service'],
  'reference-service': ['reference-service'],
  reporting: ['reporting'],
};

/**
 * What a file imports, requires or re-exports that lies in an area it may not know, types included. Pure.
 * @param file the path from the project's folder, with slashes.
 */
export function importObjections(file: string, text: string): Objection[] {
  const from = file.startsWith('support/environments/') ? 'support/environments' : areaOf(file);
  const allowed = ALLOWED[from ?? ''];
  if (!from || !allowed) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  return specifiers(source).flatMap(({ specifier, line }) => {
    if (!specifier.startsWith('.')) return [];
    const target = normalize(join(dirname(file), specifier))
      .split(sep)
      .join('/');
    const to = areaOf(target);
    if (!to || allowed.includes(to)) return [];
    return [
      {
        file,
        line,
        message: `${from}/ must not import ${to}/, got "${specifier}"; may: ${allowed.join(', ')}`,
      },
    ];
  });
}

function areaOf(path: string): string | undefined {
  return AREAS.find((area) => path === area || path.startsWith(`${area}/`));
}

function specifiers(source: ts.SourceFile): { specifier: string; line: number }[] {
  const found: { specifier: string; line: number }[] = [];
  const visit = (node: ts.Node): void => {
    const literal = literalOf(node);
    if (literal) {
      const { line } = source.getLineAndCharacterOfPosition(literal.getStart());
      found.push({ specifier: literal.text, line: line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The module's name where the node brings a module in: import, export from, import type, import(), require(). */
function literalOf(node: ts.Node): ts.StringLiteralLike | undefined {
  let literal: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) literal = node.moduleSpecifier;
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) literal = node.argument.literal;
  else if (ts.isExternalModuleReference(node)) literal = node.expression;
  else if (ts.isCallExpression(node) && isImporting(node.expression)) literal = node.arguments[0];
  return literal && ts.isStringLiteralLike(literal) ? literal : undefined;
}

function isImporting(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return /^require(\.resolve)?$/.test(callee.getText());
}

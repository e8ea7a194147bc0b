import ts from 'typescript';
import type { Objection } from './import-direction';

const DEFINING = new Set(['Given', 'When', 'Then']);
const HANDLES = new Set(['environment', 'users', 'probes']);

/** What a step definition has no business with: waiting, SQL, HTTP. */
const FORBIDDEN: readonly [RegExp, string][] = [
  [/^(setTimeout|setInterval|setImmediate|sleep|delay|queueMicrotask)$/, 'wait'],
  [/^(fetch|XMLHttpRequest|WebSocket)$/, 'speak HTTP'],
];
const FORBIDDEN_MODULES =
  /^(node:)?(timers(\/promises)?|https?|http2|net|undici|pg|ioredis|openai|nock|@anthropic-ai\/sdk)$/;
const SQL = /\b(select\b.+\bfrom|insert\s+into|update\b.+\bset|delete\s+from|truncate\s+table)\b/i;

/**
 * What a file of step definitions does beyond translating a phrase into one call: each body must be one statement on
 * `this.environment`, `this.users` or `this.probes`, without timers, SQL or HTTP. Pure.
 */
export function stepObjections(file: string, text: string): Objection[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const objections: Objection[] = [];
  const object = (node: ts.Node, message: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    objections.push({ file, line: line + 1, message });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && DEFINING.has(node.expression.text))
      checkDefinition(node, object);
    if (ts.isIdentifier(node))
      for (const [name, what] of FORBIDDEN)
        if (name.test(node.text))
          object(node, `a step definition must not ${what}, got ${node.text}; ask a handle`);
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      if (SQL.test(node.getText())) object(node, 'a step definition must not contain SQL; ask a handle');
      if (isModuleName(node) && FORBIDDEN_MODULES.test((node as ts.StringLiteralLike).text))
        object(node, `a step definition must not import ${node.getText()}; ask a handle`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return objections;
}

function checkDefinition(call: ts.CallExpression, object: (node: ts.Node, message: string) => void): void {
  const body = call.arguments.at(-1);
  const statements = body && ts.isFunctionExpression(body) ? body.body.statements : [];
  const [statement, ...more] = statements;
  if (body && ts.isArrowFunction(body))
    object(body, 'a step needs the World, so it must be a function, not an arrow');
  else if (!body || !ts.isFunctionExpression(body))
    object(call, 'a step must be defined by a function written in place');
  else if (!statement || more.length > 0)
    object(body, `a step must be one statement, got ${statements.length}; a handle lacks a method`);
  else if (!isOnHandle(statement))
    object(statement, 'a step must call this.environment, this.users or this.probes, and nothing around it');
}

/** `return this.probes.x(...)`, `await this.users.y.z(...)`, and the like. */
function isOnHandle(statement: ts.Statement): boolean {
  let node: ts.Node | undefined;
  if (ts.isReturnStatement(statement) || ts.isExpressionStatement(statement)) node = statement.expression;
  if (node && ts.isAwaitExpression(node)) node = node.expression;
  if (!node || !ts.isCallExpression(node)) return false;
  let rootedAt: ts.Node = node;
  while (ts.isCallExpression(rootedAt) || ts.isPropertyAccessExpression(rootedAt)) {
    const inner: ts.Node = rootedAt.expression;
    if (ts.isPropertyAccessExpression(rootedAt) && inner.kind === ts.SyntaxKind.ThisKeyword)
      return HANDLES.has(rootedAt.name.text);
    rootedAt = inner;
  }
  return false;
}

function isModuleName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExternalModuleReference(parent)) return true;
  return ts.isCallExpression(parent) && /^(import|require)$/.test(parent.expression.getText());
}

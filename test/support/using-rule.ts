import { relative } from 'node:path'
import { type Expression, type Node, NodeFlags } from 'typescript/unstable/ast'
import {
  isFunctionLikeDeclaration,
  isReturnStatement,
  isVariableDeclarationList,
  isVariableStatement,
} from 'typescript/unstable/ast/is'
import { API, type Checker, TypeFlags } from 'typescript/unstable/async'

/**
 * Where a function returns a promise out of a scope with `using`, and does not await it: what the scope
 * holds is let go at once, while the promise still goes on. As `file:line: text`, for each project.
 * Types are the compiler's, so that a call that gives no promise may be returned as it is.
 */
export async function unawaitedReturns(folder: string): Promise<string[]> {
  await using api = await compiler(folder)
  const snapshot = await api.updateSnapshot({ openProjects: [`${folder}/tsconfig.json`] })
  const found: string[] = []
  for (const { program, checker, rootFiles } of snapshot.getProjects()) {
    for (const name of rootFiles) {
      const file = await program.getSourceFile(name)
      if (file === undefined || !/\busing\b/.test(file.text)) continue
      const returned = returnsBeside(file, false)
      for (const value of await promisesOf(checker, returned)) {
        const line = file.text.slice(0, value.pos).split('\n').length
        found.push(`${relative(folder, name)}:${line}: return ${value.getText(file)}`)
      }
    }
  }
  return found
}

async function compiler(cwd: string): Promise<API & AsyncDisposable> {
  const api = new API({ cwd })
  return Object.assign(api, { [Symbol.asyncDispose]: () => api.close() })
}

/** What is returned where a `using` holds something, in order. */
function returnsBeside(node: Node, held: boolean): Expression[] {
  const found: Expression[] = []
  if (isReturnStatement(node) && held && node.expression !== undefined) found.push(node.expression)
  let holds = held && !isFunctionLikeDeclaration(node)
  node.forEachChild((child) => {
    holds ||= holdsSomething(child)
    found.push(...returnsBeside(child, holds))
    return undefined
  })
  return found
}

function holdsSomething(node: Node): boolean {
  if (isVariableStatement(node)) return holdsSomething(node.declarationList)
  return isVariableDeclarationList(node) && (node.flags & NodeFlags.Using) !== 0
}

async function promisesOf(checker: Checker, values: readonly Expression[]): Promise<Expression[]> {
  const promises: Expression[] = []
  for (const value of values) {
    const type = await checker.getTypeAtLocation(value)
    const given = type && (await checker.getNonNullableType(type))
    if (given === undefined || given.flags & TypeFlags.Any) continue
    if ((await checker.getPropertyOfType(given, 'then')) !== undefined) promises.push(value)
  }
  return promises
}

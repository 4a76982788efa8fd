import type { Elysia } from 'elysia'

/** The methods that an app answers at a path; none where the path doesn't exist. */
export function methodsAt(app: Elysia, path: string): string[] {
  const pattern = patternAt(app, path)
  const there = app.routes.filter((route) => plain(route.path) === pattern)
  const methods = new Set(there.map(({ method }) => method))
  if (methods.has('GET')) methods.add('HEAD')
  return [...methods].sort()
}

/**
 * The pattern that a path belongs to: `/tracks/move` is no track's position, whatever the method
 * is. Null where the path doesn't exist. A slash at the end makes no difference.
 */
export function patternAt(app: Elysia, path: string): string | null {
  const fitting = app.routes.filter((route) => fits(route.path, path))
  const [first] = fitting.toSorted((a, b) => variables(a.path) - variables(b.path))
  return first === undefined ? null : plain(first.path)
}

/** `/guilds/:guild` stands for any one segment. */
function fits(pattern: string, path: string): boolean {
  const wanted = plain(pattern).split('/')
  const given = plain(path).split('/')
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => segment.startsWith(':') || segment === given[index])
  )
}

const variables = (pattern: string): number => pattern.split('/:').length - 1

/** Without a slash at the end. */
export const plain = (path: string): string => path.replace(/(?<=.)\/$/, '')

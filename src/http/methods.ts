import type { Elysia } from 'elysia'

/** The methods that an app answers at a path; none where the path doesn't exist. */
export function methodsAt(app: Elysia, path: string): string[] {
  const there = app.routes.filter((route) => matches(route.path, path))
  const methods = new Set(there.map(({ method }) => method))
  if (methods.has('GET')) methods.add('HEAD')
  return [...methods].sort()
}

/** `/guilds/:guild` stands for any one segment; a slash at the end makes no difference. */
function matches(pattern: string, path: string): boolean {
  const wanted = segmentsOf(pattern)
  const given = segmentsOf(path)
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => segment.startsWith(':') || segment === given[index])
  )
}

const segmentsOf = (path: string): string[] => path.replace(/\/$/, '').split('/')

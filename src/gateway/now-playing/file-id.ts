import { type APIMessageTopLevelComponent, ComponentType } from 'discord.js'

/**
 * Discord's id of the file that a card's thumbnail shows, as its answer tells (Component Reference,
 * "Unfurled Media Item"): the message's own list leaves such files out. Null: it shows none.
 */
export function fileIdIn(
  components: readonly APIMessageTopLevelComponent[] | undefined,
): string | null {
  for (const container of components ?? []) {
    if (container.type !== ComponentType.Container) continue
    for (const section of container.components) {
      if (section.type !== ComponentType.Section) continue
      const { accessory } = section
      if (accessory.type === ComponentType.Thumbnail) return idOf(accessory.media)
    }
  }
  return null
}

const idOf = ({ attachment_id: id }: { readonly attachment_id?: string }): string | null =>
  id ?? null

/** How the bot names itself to sites and services, several of which ask for a project's name. */
export const USER_AGENT = 'Segue/0.1 (a self-hosted music bot)'

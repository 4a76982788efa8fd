import { formsOf, LANGUAGE, mentions } from '../forms.ts'
import type { SettingsWords } from '../words.ts'
import { autoplayAtStart } from './autoplay.ts'
import { segmentsIn } from './segments.ts'

const { number, percent, plural, list } = formsOf('de')

export const settings: SettingsWords = {
  title: 'Einstellungen',
  choose: 'Was möchtest du ändern?',
  on: 'An',
  off: 'Aus',
  reset: 'Alles zurücksetzen',
  resetAsk: 'Soll ich alle Einstellungen dieses Servers zurücksetzen?',
  keep: 'Behalten',
  log: 'Wer was geändert hat',
  logNone: 'In den letzten 30 Tagen hat niemand etwas geändert.',
  aKey: (id) => `Schlüssel ${id}`,
  fields: {
    volume: {
      label: 'Lautstärke am Anfang',
      say: (value) => `Ich beginne mit ${percent(value)} Lautstärke.`,
    },
    autoplay: {
      label: 'Autoplay am Anfang',
      say: (mode) => autoplayAtStart[mode],
    },
    leaveAloneAfterMin: {
      label: 'Gehen, wenn niemand zuhört',
      say: (minutes) =>
        minutes === 0
          ? 'Wenn niemand zuhört, bleibe ich.'
          : `Wenn niemand zuhört, gehe ich nach ${number(minutes)} ${plural(minutes, { one: 'Minute', other: 'Minuten' })}.`,
    },
    announcements: {
      label: 'Ansagen',
      say: (way) =>
        ({
          card: 'Eine Karte im Textkanal zeigt, was läuft.',
          lines: 'Ich schreibe in den Textkanal, was läuft.',
          none: 'Ich antworte nur auf Befehle und schreibe sonst nichts.',
        })[way],
    },
    voiceStatus: {
      label: 'Status des Sprachkanals',
      say: (on) =>
        on
          ? 'Der Status des Sprachkanals zeigt, was läuft.'
          : 'Den Status des Sprachkanals lasse ich, wie er ist.',
    },
    djRoleId: {
      label: 'DJ-Rolle',
      say: (role) =>
        role === null
          ? 'DJs sind Admins und wer mich geholt hat.'
          : `Mitglieder von <@&${role}> sind DJs.`,
    },
    djOnly: {
      label: 'Nur für DJs',
      say: (what) =>
        ({
          off: 'Alle in meinem Kanal steuern die Musik.',
          control: 'Nur DJs steuern die Musik; einreihen dürfen alle.',
          everything: 'Nur DJs steuern die Musik und reihen Titel ein.',
        })[what],
    },
    voteSkipPercent: {
      label: 'Abstimmung',
      say: (value) =>
        value === 0
          ? 'Niemand muss abstimmen, um einen Titel zu überspringen.'
          : `Um den Titel von jemand anderem zu überspringen, müssen ${percent(value)} der Zuhörer dafür stimmen.`,
    },
    homeChannelId: {
      label: 'Zuhause (rund um die Uhr)',
      say: (channel) =>
        channel === null
          ? 'Ich habe keinen Kanal, in dem ich rund um die Uhr bleibe.'
          : `Ich bleibe rund um die Uhr in <#${channel}>, außer jemand schickt mich weg.`,
    },
    textChannelIds: {
      label: 'Textkanäle',
      say: (ids) =>
        ids.length === 0
          ? 'Ich nehme in jedem Textkanal Befehle an.'
          : `Ich nehme Befehle in ${mentions(ids)} an.`,
    },
    voiceChannelIds: {
      label: 'Sprachkanäle',
      say: (ids) =>
        ids.length === 0
          ? 'Ich spiele in jedem Sprachkanal.'
          : `Ich spiele nur in ${mentions(ids)}.`,
    },
    blockedWords: {
      label: 'Gesperrte Wörter',
      say: (texts) =>
        texts.length === 0
          ? 'Keine Wörter sind gesperrt.'
          : `Titel mit diesen Wörtern sind gesperrt: ${list(texts)}`,
    },
    allowedSources: {
      label: 'Erlaubte Quellen',
      say: (texts) =>
        texts.length === 0
          ? 'Titel dürfen von überall kommen.'
          : `Titel kommen nur von: ${list(texts)}`,
    },
    blockedSources: {
      label: 'Gesperrte Quellen',
      say: (texts) =>
        texts.length === 0
          ? 'Keine Quellen sind gesperrt.'
          : `Von hier kommt nichts: ${list(texts)}`,
    },
    fairOrder: {
      label: 'Abwechselnd',
      say: (fair) =>
        fair
          ? 'Wer etwas wünscht, kommt abwechselnd dran.'
          : 'Titel laufen in der Reihenfolge, in der sie kamen.',
    },
    duplicates: {
      label: 'Doppelte',
      say: (policy) =>
        ({
          allow: 'Ein Titel darf mehrmals in die Warteschlange.',
          warn: 'Ein Titel darf mehrmals in die Warteschlange; ich sage es dann.',
          block: 'Was schon in der Warteschlange ist, kommt nicht noch einmal hinein.',
        })[policy],
    },
    maxTrackMin: {
      label: 'Längster Titel',
      say: (minutes) =>
        minutes === 0
          ? 'Ein Titel darf beliebig lang sein.'
          : `Ein Titel darf ${number(minutes)} ${plural(minutes, { one: 'Minute', other: 'Minuten' })} lang sein.`,
    },
    maxPerMember: {
      label: 'Titel je Mitglied',
      say: (count) =>
        count === 0
          ? 'Jedes Mitglied darf beliebig viele Titel wünschen.'
          : `Jedes Mitglied darf ${number(count)} Titel in der Warteschlange haben.`,
    },
    maxQueue: {
      label: 'Titel insgesamt',
      say: (count) =>
        count === 0
          ? 'In die Warteschlange kommt, was hineinpasst.'
          : `In die Warteschlange passen ${number(count)} Titel.`,
    },
    libraryVisible: {
      label: 'Musiksammlung',
      say: (visible) =>
        visible
          ? 'Die Musiksammlung des Betreibers steht allen offen.'
          : 'Die Musiksammlung des Betreibers ist verborgen.',
    },
    skippedSegments: {
      label: 'In Videos ausgelassen',
      say: (categories) =>
        categories.length === 0
          ? 'Ich spiele YouTube-Videos ganz.'
          : `Ich lasse in YouTube-Videos aus: ${segmentsIn(categories)}, sofern der Betreiber dieses Bots SponsorBlock nutzt.`,
    },
    requestChannelId: {
      label: 'Wunschkanal',
      say: (channel) =>
        channel === null
          ? 'Kein Kanal ist für Wünsche festgelegt.'
          : `In <#${channel}> wünscht man sich Titel mit einem Knopf.`,
    },
    language: {
      label: 'Sprache',
      say: (language) =>
        language === 'auto'
          ? 'Ich schreibe in der Sprache dieses Servers.'
          : `Ich schreibe auf ${LANGUAGE[language]}.`,
    },
  },
}

// Made by generate-client.ts from the API’s document.
export interface paths {
    "/guilds/{guild}/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueuePause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueClear"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/shuffle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueShuffle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueSkip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/previous": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueuePrevious"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/jump": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueJump"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueUndo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/seek": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueSeek"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/volume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["putQueueVolume"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/filters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getQueueFilters"];
        put: operations["putQueueFilters"];
        post?: never;
        delete: operations["deleteQueueFilters"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/loop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["putQueueLoop"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/autoplay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["putQueueAutoplay"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/tracks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueTracks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/tracks/{position}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteQueueTracksByPosition"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/tracks/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueTracksRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/tracks/wrong": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueTracksWrong"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/tracks/swap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueTracksSwap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/tracks/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueTracksMove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueJoin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postQueueLeave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/queue/dj": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["putQueueDj"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guilds/{guild}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Track: {
            id: string;
            source: string;
            title: string;
            artist: string | null;
            album: string | null;
            durationMs: number | null;
            live: boolean;
            pageUrl: string | null;
            artworkUrl?: string;
            requestedBy: string;
        };
        Queue: {
            guildId: string;
            channelId: string | null;
            current: {
                track: components["schemas"]["Track"];
                positionMs: number;
                durationMs: number | null;
                title: string | null;
                started: boolean;
                waiting: string | null;
            } | null;
            paused: boolean;
            volume: number;
            filters: {
                volume?: number;
                equalizer?: {
                    band: number;
                    gain: number;
                }[];
                karaoke?: {
                    /** @default 1 */
                    level: number;
                    /** @default 1 */
                    monoLevel: number;
                    /** @default 220 */
                    filterBand: number;
                    /** @default 100 */
                    filterWidth: number;
                };
                timescale?: {
                    /** @default 1 */
                    speed: number;
                    /** @default 1 */
                    pitch: number;
                    /** @default 1 */
                    rate: number;
                };
                tremolo?: {
                    /** @default 2 */
                    frequency: number;
                    /** @default 0.5 */
                    depth: number;
                };
                vibrato?: {
                    /** @default 2 */
                    frequency: number;
                    /** @default 0.5 */
                    depth: number;
                };
                rotation?: {
                    /** @default 0 */
                    rotationHz: number;
                };
                distortion?: {
                    /** @default 0 */
                    sinOffset: number;
                    /** @default 1 */
                    sinScale: number;
                    /** @default 0 */
                    cosOffset: number;
                    /** @default 1 */
                    cosScale: number;
                    /** @default 0 */
                    tanOffset: number;
                    /** @default 1 */
                    tanScale: number;
                    /** @default 0 */
                    offset: number;
                    /** @default 1 */
                    scale: number;
                };
                channelMix?: {
                    /** @default 1 */
                    leftToLeft: number;
                    /** @default 0 */
                    leftToRight: number;
                    /** @default 0 */
                    rightToLeft: number;
                    /** @default 1 */
                    rightToRight: number;
                };
                lowPass?: {
                    /** @default 20 */
                    smoothing: number;
                };
                echo?: {
                    /** @default 300 */
                    delayMs: number;
                    /** @default 0.4 */
                    decay: number;
                };
                reverb?: {
                    /** @default 0.5 */
                    roomSize: number;
                    /** @default 0.5 */
                    damping: number;
                    /** @default 0.3 */
                    wet: number;
                };
                compressor?: {
                    /** @default -20 */
                    thresholdDb: number;
                    /** @default 4 */
                    ratio: number;
                    /** @default 5 */
                    attackMs: number;
                    /** @default 100 */
                    releaseMs: number;
                    /** @default 0 */
                    makeupDb: number;
                };
            };
            /** @enum {string} */
            loop: "off" | "track" | "queue";
            /** @enum {string} */
            autoplay: "off" | "similar" | "artist" | "genre" | "mixed";
            queueLength: number;
            offset: number;
            tracks: components["schemas"]["Track"][];
        };
        Obeyed: {
            guildId: string;
            channelId: string | null;
            current: {
                track: components["schemas"]["Track"];
                positionMs: number;
                durationMs: number | null;
                title: string | null;
                started: boolean;
                waiting: string | null;
            } | null;
            paused: boolean;
            volume: number;
            filters: {
                volume?: number;
                equalizer?: {
                    band: number;
                    gain: number;
                }[];
                karaoke?: {
                    /** @default 1 */
                    level: number;
                    /** @default 1 */
                    monoLevel: number;
                    /** @default 220 */
                    filterBand: number;
                    /** @default 100 */
                    filterWidth: number;
                };
                timescale?: {
                    /** @default 1 */
                    speed: number;
                    /** @default 1 */
                    pitch: number;
                    /** @default 1 */
                    rate: number;
                };
                tremolo?: {
                    /** @default 2 */
                    frequency: number;
                    /** @default 0.5 */
                    depth: number;
                };
                vibrato?: {
                    /** @default 2 */
                    frequency: number;
                    /** @default 0.5 */
                    depth: number;
                };
                rotation?: {
                    /** @default 0 */
                    rotationHz: number;
                };
                distortion?: {
                    /** @default 0 */
                    sinOffset: number;
                    /** @default 1 */
                    sinScale: number;
                    /** @default 0 */
                    cosOffset: number;
                    /** @default 1 */
                    cosScale: number;
                    /** @default 0 */
                    tanOffset: number;
                    /** @default 1 */
                    tanScale: number;
                    /** @default 0 */
                    offset: number;
                    /** @default 1 */
                    scale: number;
                };
                channelMix?: {
                    /** @default 1 */
                    leftToLeft: number;
                    /** @default 0 */
                    leftToRight: number;
                    /** @default 0 */
                    rightToLeft: number;
                    /** @default 1 */
                    rightToRight: number;
                };
                lowPass?: {
                    /** @default 20 */
                    smoothing: number;
                };
                echo?: {
                    /** @default 300 */
                    delayMs: number;
                    /** @default 0.4 */
                    decay: number;
                };
                reverb?: {
                    /** @default 0.5 */
                    roomSize: number;
                    /** @default 0.5 */
                    damping: number;
                    /** @default 0.3 */
                    wet: number;
                };
                compressor?: {
                    /** @default -20 */
                    thresholdDb: number;
                    /** @default 4 */
                    ratio: number;
                    /** @default 5 */
                    attackMs: number;
                    /** @default 100 */
                    releaseMs: number;
                    /** @default 0 */
                    makeupDb: number;
                };
            };
            /** @enum {string} */
            loop: "off" | "track" | "queue";
            /** @enum {string} */
            autoplay: "off" | "similar" | "artist" | "genre" | "mixed";
            queueLength: number;
            track: components["schemas"]["Track"] | null;
        };
        Filters: {
            filters: {
                volume?: number;
                equalizer?: {
                    band: number;
                    gain: number;
                }[];
                karaoke?: {
                    /** @default 1 */
                    level: number;
                    /** @default 1 */
                    monoLevel: number;
                    /** @default 220 */
                    filterBand: number;
                    /** @default 100 */
                    filterWidth: number;
                };
                timescale?: {
                    /** @default 1 */
                    speed: number;
                    /** @default 1 */
                    pitch: number;
                    /** @default 1 */
                    rate: number;
                };
                tremolo?: {
                    /** @default 2 */
                    frequency: number;
                    /** @default 0.5 */
                    depth: number;
                };
                vibrato?: {
                    /** @default 2 */
                    frequency: number;
                    /** @default 0.5 */
                    depth: number;
                };
                rotation?: {
                    /** @default 0 */
                    rotationHz: number;
                };
                distortion?: {
                    /** @default 0 */
                    sinOffset: number;
                    /** @default 1 */
                    sinScale: number;
                    /** @default 0 */
                    cosOffset: number;
                    /** @default 1 */
                    cosScale: number;
                    /** @default 0 */
                    tanOffset: number;
                    /** @default 1 */
                    tanScale: number;
                    /** @default 0 */
                    offset: number;
                    /** @default 1 */
                    scale: number;
                };
                channelMix?: {
                    /** @default 1 */
                    leftToLeft: number;
                    /** @default 0 */
                    leftToRight: number;
                    /** @default 0 */
                    rightToLeft: number;
                    /** @default 1 */
                    rightToRight: number;
                };
                lowPass?: {
                    /** @default 20 */
                    smoothing: number;
                };
                echo?: {
                    /** @default 300 */
                    delayMs: number;
                    /** @default 0.4 */
                    decay: number;
                };
                reverb?: {
                    /** @default 0.5 */
                    roomSize: number;
                    /** @default 0.5 */
                    damping: number;
                    /** @default 0.3 */
                    wet: number;
                };
                compressor?: {
                    /** @default -20 */
                    thresholdDb: number;
                    /** @default 4 */
                    ratio: number;
                    /** @default 5 */
                    attackMs: number;
                    /** @default 100 */
                    releaseMs: number;
                    /** @default 0 */
                    makeupDb: number;
                };
            };
        };
        Enqueued: {
            guildId: string;
            channelId: string | null;
            current: {
                track: components["schemas"]["Track"];
                positionMs: number;
                durationMs: number | null;
                title: string | null;
                started: boolean;
                waiting: string | null;
            } | null;
            paused: boolean;
            volume: number;
            filters: {
                volume?: number;
                equalizer?: {
                    band: number;
                    gain: number;
                }[];
                karaoke?: {
                    /** @default 1 */
                    level: number;
                    /** @default 1 */
                    monoLevel: number;
                    /** @default 220 */
                    filterBand: number;
                    /** @default 100 */
                    filterWidth: number;
                };
                timescale?: {
                    /** @default 1 */
                    speed: number;
                    /** @default 1 */
                    pitch: number;
                    /** @default 1 */
                    rate: number;
                };
                tremolo?: {
                    /** @default 2 */
                    frequency: number;
                    /** @default 0.5 */
                    depth: number;
                };
                vibrato?: {
                    /** @default 2 */
                    frequency: number;
                    /** @default 0.5 */
                    depth: number;
                };
                rotation?: {
                    /** @default 0 */
                    rotationHz: number;
                };
                distortion?: {
                    /** @default 0 */
                    sinOffset: number;
                    /** @default 1 */
                    sinScale: number;
                    /** @default 0 */
                    cosOffset: number;
                    /** @default 1 */
                    cosScale: number;
                    /** @default 0 */
                    tanOffset: number;
                    /** @default 1 */
                    tanScale: number;
                    /** @default 0 */
                    offset: number;
                    /** @default 1 */
                    scale: number;
                };
                channelMix?: {
                    /** @default 1 */
                    leftToLeft: number;
                    /** @default 0 */
                    leftToRight: number;
                    /** @default 0 */
                    rightToLeft: number;
                    /** @default 1 */
                    rightToRight: number;
                };
                lowPass?: {
                    /** @default 20 */
                    smoothing: number;
                };
                echo?: {
                    /** @default 300 */
                    delayMs: number;
                    /** @default 0.4 */
                    decay: number;
                };
                reverb?: {
                    /** @default 0.5 */
                    roomSize: number;
                    /** @default 0.5 */
                    damping: number;
                    /** @default 0.3 */
                    wet: number;
                };
                compressor?: {
                    /** @default -20 */
                    thresholdDb: number;
                    /** @default 4 */
                    ratio: number;
                    /** @default 5 */
                    attackMs: number;
                    /** @default 100 */
                    releaseMs: number;
                    /** @default 0 */
                    makeupDb: number;
                };
            };
            /** @enum {string} */
            loop: "off" | "track" | "queue";
            /** @enum {string} */
            autoplay: "off" | "similar" | "artist" | "genre" | "mixed";
            queueLength: number;
            queued: {
                track: components["schemas"]["Track"];
                position: number | null;
                count: number;
                more: boolean;
                total: number | null;
                /** @enum {string} */
                outcome: "playing" | "queued" | "waiting" | "starting" | "retrying" | "replaced";
            };
        };
        FoundTrack: {
            source: string;
            title: string;
            artist: string | null;
            album: string | null;
            durationMs: number | null;
            live: boolean;
            pageUrl: string | null;
            artworkUrl?: string;
            query: string | null;
        };
        Found: {
            tracks: components["schemas"]["FoundTrack"][];
            more: boolean;
            total: number | null;
        };
    };
    responses: {
        Refused431: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        Refused401: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "unauthorized";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        Refused403: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "missing-scope";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        Refused429: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "too-many-requests";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        Refused422: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bad-field" | "bad-server-id";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        Refused404: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "unknown-server";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        Refused503: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "database-away" | "other-process" | "player-away" | "player-late" | "shutting-down" | "starting";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        Refused500: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "internal";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused422-2": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bad-server-id";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused503-2": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "database-away" | "engine-lost" | "other-process" | "player-away" | "player-late" | "shutting-down" | "starting";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        Refused409: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "nothing-playing" | "superseded";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused429-2": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "finding-full" | "too-many-requests";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused422-3": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "address-refused" | "bad-server-id" | "outside-library" | "port-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused503-3": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "database-away" | "engine-lost" | "other-process" | "player-away" | "player-late" | "shutting-down" | "starting" | "voice-busy" | "voice-dave-not-ready" | "voice-lost" | "voice-timeout";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-2": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bot-not-in-voice" | "channel-gone" | "nothing-playing" | "superseded" | "voice-dave-required" | "voice-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        Refused502: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "age-limit" | "attachment-gone" | "cut-short" | "decode-failed" | "decoder-crashed" | "drm" | "empty-file" | "ffmpeg-missing" | "gone" | "host-refused" | "http-status" | "library-login" | "list-cut" | "list-without-links" | "live-segments" | "no-progress" | "not-audio" | "rate-limited" | "region" | "search-away" | "service-key" | "sign-in" | "source-busy" | "source-lost" | "source-timeout" | "stations-unreadable" | "unsupported" | "ytdlp-failed" | "ytdlp-missing";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-3": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "queue-empty" | "superseded";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused422-4": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bad-body" | "bad-field" | "bad-index" | "bad-server-id";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        Refused400: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bad-json";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        Refused413: {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "body-too-large";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-4": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bot-not-in-voice" | "channel-gone" | "nothing-before" | "queue-full" | "superseded" | "voice-dave-required" | "voice-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused422-5": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "address-refused" | "bad-body" | "bad-field" | "bad-index" | "bad-server-id" | "outside-library" | "port-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused404-2": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "track-gone" | "unknown-server";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-5": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bot-not-in-voice" | "channel-gone" | "queue-empty" | "superseded" | "voice-dave-required" | "voice-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-6": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "nothing-to-undo" | "queue-full" | "superseded";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused422-6": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bad-body" | "bad-field" | "bad-position" | "bad-server-id";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-7": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "not-seekable" | "nothing-playing" | "superseded";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused422-7": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bad-body" | "bad-field" | "bad-server-id";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-8": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "superseded";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused403-2": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "missing-scope" | "track-blocked" | "voice-channel-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused422-8": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "address-refused" | "bad-body" | "bad-field" | "bad-index" | "bad-query" | "bad-server-id" | "outside-library" | "port-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused404-3": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "nothing-found" | "unknown-server";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused503-4": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "database-away" | "engine-lost" | "memory-full" | "other-process" | "player-away" | "player-late" | "server-away" | "shutting-down" | "starting" | "too-many-players" | "voice-busy" | "voice-dave-not-ready" | "voice-lost" | "voice-timeout";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-9": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "already-queued" | "bot-not-in-voice" | "caller-elsewhere" | "channel-full" | "channel-gone" | "ended-meanwhile" | "member-limit" | "missing-connect" | "missing-speak" | "missing-view" | "queue-full" | "stage-audience" | "superseded" | "track-too-long" | "voice-dave-required" | "voice-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused422-9": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bad-field" | "bad-index" | "bad-server-id";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-10": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "nothing-to-remove" | "queue-empty" | "superseded";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused403-3": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "missing-scope" | "track-blocked";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused404-4": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "nothing-found" | "track-gone" | "unknown-server";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-11": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "already-queued" | "channel-gone" | "member-limit" | "no-other-match" | "no-words" | "nothing-playing" | "queue-empty" | "superseded" | "track-too-long" | "voice-dave-required" | "voice-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused403-4": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "missing-scope" | "voice-channel-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused422-10": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "address-refused" | "bad-body" | "bad-field" | "bad-server-id" | "outside-library" | "port-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-12": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bot-not-in-voice" | "caller-elsewhere" | "channel-full" | "channel-gone" | "ended-meanwhile" | "missing-connect" | "missing-speak" | "missing-view" | "stage-audience" | "superseded" | "voice-dave-required" | "voice-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-13": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bot-not-in-voice" | "superseded";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused409-14": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "bot-not-in-voice" | "dj-not-here" | "superseded";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
        "Refused422-11": {
            headers: {
                "x-request-id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "address-refused" | "bad-field" | "bad-query" | "bad-server-id" | "outside-library" | "port-refused";
                        message: string;
                        details?: {
                            [key: string]: string | number;
                        };
                    };
                    /** Format: date-time */
                    timestamp: string;
                    requestId: string;
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getQueue: {
        parameters: {
            query?: {
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Queue"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            422: components["responses"]["Refused422"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    postQueuePause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            422: components["responses"]["Refused422-2"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueueResume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-2"];
            422: components["responses"]["Refused422-3"];
            429: components["responses"]["Refused429-2"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            502: components["responses"]["Refused502"];
            503: components["responses"]["Refused503-3"];
        };
    };
    postQueueStop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            422: components["responses"]["Refused422-2"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueueClear: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-3"];
            422: components["responses"]["Refused422-2"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueueShuffle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-3"];
            422: components["responses"]["Refused422-2"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueueSkip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    count?: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-4"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueuePrevious: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-4"];
            422: components["responses"]["Refused422-3"];
            429: components["responses"]["Refused429-2"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            502: components["responses"]["Refused502"];
            503: components["responses"]["Refused503-3"];
        };
    };
    postQueueReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-4"];
            422: components["responses"]["Refused422-3"];
            429: components["responses"]["Refused429-2"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            502: components["responses"]["Refused502"];
            503: components["responses"]["Refused503-3"];
        };
    };
    postQueueJump: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    to: number | string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404-2"];
            409: components["responses"]["Refused409-5"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-5"];
            429: components["responses"]["Refused429-2"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            502: components["responses"]["Refused502"];
            503: components["responses"]["Refused503-3"];
        };
    };
    postQueueUndo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-6"];
            422: components["responses"]["Refused422-2"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueueSeek: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    positionMs: number;
                } | {
                    offsetMs: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-7"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-6"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    putQueueVolume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    volume: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-8"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-7"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    getQueueFilters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Filters"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            422: components["responses"]["Refused422-2"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503"];
        };
    };
    putQueueFilters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    filters: {
                        volume?: number;
                        equalizer?: {
                            band: number;
                            gain: number;
                        }[];
                        karaoke?: {
                            /** @default 1 */
                            level?: number;
                            /** @default 1 */
                            monoLevel?: number;
                            /** @default 220 */
                            filterBand?: number;
                            /** @default 100 */
                            filterWidth?: number;
                        };
                        timescale?: {
                            /** @default 1 */
                            speed?: number;
                            /** @default 1 */
                            pitch?: number;
                            /** @default 1 */
                            rate?: number;
                        };
                        tremolo?: {
                            /** @default 2 */
                            frequency?: number;
                            /** @default 0.5 */
                            depth?: number;
                        };
                        vibrato?: {
                            /** @default 2 */
                            frequency?: number;
                            /** @default 0.5 */
                            depth?: number;
                        };
                        rotation?: {
                            /** @default 0 */
                            rotationHz?: number;
                        };
                        distortion?: {
                            /** @default 0 */
                            sinOffset?: number;
                            /** @default 1 */
                            sinScale?: number;
                            /** @default 0 */
                            cosOffset?: number;
                            /** @default 1 */
                            cosScale?: number;
                            /** @default 0 */
                            tanOffset?: number;
                            /** @default 1 */
                            tanScale?: number;
                            /** @default 0 */
                            offset?: number;
                            /** @default 1 */
                            scale?: number;
                        };
                        channelMix?: {
                            /** @default 1 */
                            leftToLeft?: number;
                            /** @default 0 */
                            leftToRight?: number;
                            /** @default 0 */
                            rightToLeft?: number;
                            /** @default 1 */
                            rightToRight?: number;
                        };
                        lowPass?: {
                            /** @default 20 */
                            smoothing?: number;
                        };
                        echo?: {
                            /** @default 300 */
                            delayMs?: number;
                            /** @default 0.4 */
                            decay?: number;
                        };
                        reverb?: {
                            /** @default 0.5 */
                            roomSize?: number;
                            /** @default 0.5 */
                            damping?: number;
                            /** @default 0.3 */
                            wet?: number;
                        };
                        compressor?: {
                            /** @default -20 */
                            thresholdDb?: number;
                            /** @default 4 */
                            ratio?: number;
                            /** @default 5 */
                            attackMs?: number;
                            /** @default 100 */
                            releaseMs?: number;
                            /** @default 0 */
                            makeupDb?: number;
                        };
                    };
                } | {
                    /** @enum {string} */
                    preset: "nightcore" | "daycore" | "vaporwave" | "slowed-reverb" | "double-time" | "slow-motion" | "chipmunk" | "deep-voice" | "bass-low" | "bass-medium" | "bass-high" | "bass-extreme" | "treble" | "pop" | "rock" | "electronic" | "classical" | "vocals" | "cathedral" | "telephone" | "8d" | "karaoke" | "tremolo" | "vibrato" | "echo" | "hall" | "soft" | "mono" | "distorted" | "night";
                    strength?: 25 | 50 | 75 | 100;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-8"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-7"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    deleteQueueFilters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-8"];
            422: components["responses"]["Refused422-2"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    putQueueLoop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    loop: "off" | "track" | "queue";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-8"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-7"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    putQueueAutoplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    mode: "off" | "similar" | "artist" | "genre" | "mixed";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-8"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-7"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueueTracks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    query: string;
                    position?: number;
                    next?: boolean;
                    now?: boolean;
                    shuffle?: boolean;
                    /** @enum {string} */
                    source?: "library" | "youtube" | "soundcloud";
                    channelId?: string;
                    requestedBy?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Enqueued"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403-2"];
            404: components["responses"]["Refused404-3"];
            409: components["responses"]["Refused409-9"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-8"];
            429: components["responses"]["Refused429-2"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            502: components["responses"]["Refused502"];
            503: components["responses"]["Refused503-4"];
        };
    };
    deleteQueueTracksByPosition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
                position: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-3"];
            422: components["responses"]["Refused422-9"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueueTracksRemove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    from: number;
                    to: number;
                } | {
                    by: string;
                } | {
                    /** @constant */
                    duplicates: true;
                } | {
                    /** @constant */
                    absent: true;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-10"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-4"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueueTracksWrong: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    position?: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403-3"];
            404: components["responses"]["Refused404-4"];
            409: components["responses"]["Refused409-11"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-8"];
            429: components["responses"]["Refused429-2"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            502: components["responses"]["Refused502"];
            503: components["responses"]["Refused503-3"];
        };
    };
    postQueueTracksSwap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    first: number | string;
                    second: number | string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404-2"];
            409: components["responses"]["Refused409-3"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-4"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueueTracksMove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    from: number | string;
                    to: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404-2"];
            409: components["responses"]["Refused409-3"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-4"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    postQueueJoin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    channelId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403-4"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-12"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-10"];
            429: components["responses"]["Refused429-2"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            502: components["responses"]["Refused502"];
            503: components["responses"]["Refused503-4"];
        };
    };
    postQueueLeave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-13"];
            422: components["responses"]["Refused422-2"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    putQueueDj: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    userId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Obeyed"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            400: components["responses"]["Refused400"];
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404"];
            409: components["responses"]["Refused409-14"];
            413: components["responses"]["Refused413"];
            422: components["responses"]["Refused422-7"];
            429: components["responses"]["Refused429"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            503: components["responses"]["Refused503-2"];
        };
    };
    getSearch: {
        parameters: {
            query: {
                query: string;
            };
            header?: never;
            path: {
                guild: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "x-request-id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Found"];
                        /** Format: date-time */
                        timestamp: string;
                        requestId: string;
                    };
                };
            };
            401: components["responses"]["Refused401"];
            403: components["responses"]["Refused403"];
            404: components["responses"]["Refused404-3"];
            422: components["responses"]["Refused422-11"];
            429: components["responses"]["Refused429-2"];
            431: components["responses"]["Refused431"];
            500: components["responses"]["Refused500"];
            502: components["responses"]["Refused502"];
            503: components["responses"]["Refused503"];
        };
    };
}

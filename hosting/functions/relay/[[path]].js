// Cloudflare Pages runs this for /relay and all below it.
import { relay } from "../../relay.js";

export const onRequest = (context) => relay(context.request, { lasts: (asked) => context.waitUntil(asked) });

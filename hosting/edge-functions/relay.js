// Netlify runs this for /relay and all below it.
import { relay } from "../relay.js";

export default (request, context) => relay(request, { lasts: (asked) => context.waitUntil?.(asked) });

export const config = { path: ["/relay", "/relay/*"] };

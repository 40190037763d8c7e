// Nobody knows whether RunPod's API lets foreign pages in, so the page asks this server, and this server asks RunPod.
// Where you publish the page, let your own server do the same: pass /runpod/graphql on to https://api.runpod.io/graphql.
const proxy = {
  "/runpod": {
    target: process.env.RUNPOD_API_BASE_URL ?? "https://api.runpod.io",
    changeOrigin: true,
    rewrite: (path) => path.replace(/^\/runpod/, ""),
  },
};

export default {
  server: { proxy },
  preview: { proxy },
  build: { target: "es2022" },
  optimizeDeps: { exclude: ["launchpod"] },
};

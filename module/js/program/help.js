// What `launchpod --help` says.
export const HELP = `Launch, watch and end GPU pods on RunPod.

  launchpod [serve]                 the page on this computer, in your browser
  launchpod launch [APP or IMAGE]   one pod: says the price and asks, then launches
  launchpod list                    your pods, and what they cost
  launchpod wait POD                until the program in it answers
  launchpod logs POD                its log, as it is written
  launchpod stop POD                stops it: its disks go on costing money
  launchpod resume POD              starts a stopped one
  launchpod end POD                 ends it for good, with all but its network volume

POD is an id, or a name that only one pod has. Apps: comfyui, comfyui-flux, forge, kohya, pytorch, ollama, vllm.
The key comes from RUNPOD_API_KEY, or is asked for. It is never an option.

launch
  --gpu NAME           such as "RTX 4090", or 24GB for any with so much memory; again for the next to try
  --gpus N             so many GPUs in the pod (1)
  --cpu MACHINE        a machine without a GPU, such as cpu3g-2-8
  --volume NAME        a network volume, by its name or id
  --pod-volume GB      a volume of the pod's own; --mount PATH says where either appears
  --for TIME           90m, 4h, 2d: then a timer in the pod ends it; none for no timer
  --max-price DOLLARS  per hour, everything together: nothing dearer is taken without asking
  --bid DOLLARS        a spot pod for so much per GPU and hour
  --wait-for-stock     looks until there is one
  --wait               waits until it is ready, too
  --yes, -y            does not ask: what the price said is agreed to
  --name NAME, --template ID, --disk GB, --port 8188/http, --env NAME=VALUE, --start COMMAND, --place EU-RO-1,
  --cloud secure|community|all

logs
  --tail N             begins with so many older lines (100)
  --source container|system
  --no-follow          ends when nothing comes for three seconds

launch --wait, wait, stop, resume, end
  --within TIME        waits so long; what was asked for goes on

all but serve
  --json               the result, or the error, as one line of JSON on stdout; logs: one a line
  --journal FOLDER     where is written down what must survive a crash (LAUNCHPOD_JOURNAL does the same)
  --speed N            for a simulator alone

serve
  --listen PORT        another port (4800). Your browser keeps its notes of your launches by the port
  --no-open            opens no browser
  --page FOLDER        serves the built page in this folder
  --upstream ADDRESS   where the relay leads; for tests (LAUNCHPOD_UPSTREAM does the same)

Exit codes: 0 done, 1 a fault, 2 the command or the order is wrong, 3 the key, 4 nothing was launched, 5 no such pod, 6 not ready,
7 RunPod can't be reached or has trouble, 8 a pod may still cost money, 130 broken off.`;

//! GPUs, data centers, images and templates.

use crate::text::words;

words! {
    // The line that tells what a GPU type is: the maker's name of its generation (Ada), then what is known of it.
    gpu_line(generation, facts): "{generation}. {facts}";
    // Facts of that line, one after the other. Each stands alone.
    facts(first, next): "{first}; {next}";

    // Facts: what a GPU's memory is enough for. SDXL, Flux and Stable Diffusion make images; 70B is 70 billion parameters;
    // a LoRA is a small addition to a model; a compact model is quantized: 4 to 8 bits, Flux in fp8.
    enough_256: "Training large models, language models up to 200B";
    enough_180: "Training large models, language models above 70B";
    enough_140: "Training, 70B language models with long texts";
    enough_80: "Long video, training, 70B language models";
    enough_48: "Full Flux images, video, training a LoRA, compact 70B language models";
    enough_40: "Full Flux images, video, 30B language models";
    enough_32: "Full Flux images, short video, compact 30B language models";
    enough_24: "SDXL and compact Flux images, 13B language models, compact 30B ones";
    enough_16: "SDXL and compact Flux images, compact 13B language models";
    enough_12: "SDXL images, compact 8B language models";
    enough_1: "Stable Diffusion 1.5 images, small language models; tight for SDXL";

    // Facts: what a GPU has over others of its memory, or lacks. `gpu` is another GPU's name.
    linked: "several work together fast";
    slice: "a slice of a larger card";
    frugal: "saves power and is slower for it";
    slower_than(gpu): "slower than the {gpu}";
    a_little_slower_than(gpu): "a little slower than the {gpu}";
    faster_than(gpu): "faster than the {gpu}";
    usual_for_comfyui: "the usual choice for ComfyUI";
    fast: "fast";
    fast_with_images: "fast with images and video";

    // Facts: what one must know before one takes any GPU of a generation.
    software_leaves_it_out: "from 2017: the newest software leaves it out";
    needs_rocm: "by AMD: needs an image for ROCm";
    needs_cuda_12_8: "needs an image with CUDA 12.8 or newer";

    // A GPU's name with its memory.
    gpu_with_memory(gpu, gb): "{gpu}, {gb} GB";
    // A pod without a GPU: RunPod's name for its kind of processor, how many of them, its memory.
    cpu_offer(flavor, vcpus, gb): "{flavor}: {vcpus} vCPUs with {gb} GB";

    // What is in a ready-made image.
    about_comfyui:
        "Make images and video from a page of nodes. It brings no model: choose one under “Models”, or fetch one \
        with its Manager button. It also runs FileBrowser, whose first login is public: change its password.";
    about_pytorch: "Python with PyTorch 2.8, used through Jupyter notebooks or SSH.";

    // What is wrong with the name of a Docker image. Stands beside its field. Signs and examples stay as they are.
    image_without_docker: "Leave out “docker:”: write it like runpod/pytorch:latest.";
    image_registry(registry):
        "“{registry}” is no registry. It is a host, with or without a port, like ghcr.io or my.host:5000.";
    image_capitals(image): "Use small letters: {image}.";
    image_colon: "There is one : too many, or a / after the tag. Write it like myname/myimage:latest.";
    image_slash: "There is a / too many, or the image is missing. Write it like myname/myimage:latest.";
    image_characters:
        "Between its slashes an image name holds small letters and digits, with one of . _ - between them, like \
         myname/my-image:latest.";
    image_too_long(most): "The part before the tag has at most {most} characters.";
    image_tag(most):
        "What follows the : is no tag: it has at most {most} letters, digits and . _ - and starts with none of . -";
    image_digest:
        "What follows the @ is no digest: it is sha256: and 64 digits and letters from a to f. Copy it once more.";

    // Whose template it is. Stands alone, beside its name.
    template_own: "yours";
    template_official: "by RunPod";
    template_community: "by the community";
    // `ports` is a list of what its author wrote, as it is.
    template_ports_left_out(ports): "The template also says {ports}: that is no port of RunPod's, and is left out.";
}

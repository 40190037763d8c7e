//! The apps that a launch begins with.

use crate::text::words;

words! {
    // Above the cards. Nothing is launched by a card.
    heading: "What do you want to run?";
    help: "One click fills in the form and shows the price. Nothing is launched, and nothing costs money, before you press Launch.";

    // On a card, one below the other: the price per hour, the memory of the GPU, minutes until it can be used.
    price_from(price): "from {price}";
    asking_for_price: "asking for the price …";
    none_in_stock: "none in stock now";
    price_unknown: "price not known now";
    least_memory(gb): "GPU with {gb} GB or more";
    ready_in(from, to): "ready in {from} to {to} min";

    // The other cards, and what each is for.
    template: "A template";
    template_purpose: "Image, ports, disk and start from RunPod, from others or from you";
    own_image: "My own image";
    own_image_purpose: "Any Docker image, with ports and a start command of your own";
    presets: "My presets";
    presets_purpose: "Forms that you saved on this device";
    no_presets: "None yet. Save one above the form.";

    // Buttons: to the form as it stands, and from the form back to the cards.
    to_form: "Go to the form";
    change_app: "Change app";

    // What each app is for, in one line. ComfyUI is chosen for the first.
    comfyui_purpose: "Make images and video from a page of nodes";
    flux_purpose: "ComfyUI with room for Flux, the large image models";
    forge_purpose: "Make images from a simple page, with a first model in it";
    kohya_purpose: "Train a LoRA from your own pictures";
    pytorch_purpose: "Write and run Python in notebooks";
    ollama_purpose: "Chat with open language models on a page";
    vllm_purpose: "Serve a language model to your own programs";

    // What one must know before it runs. Names of models, addresses and folders stay as they are.
    flux_about:
        "ComfyUI on a GPU with room for Flux in fp8. It brings no model: choose one under “Models”, or fetch one with \
         its Manager button. It also runs FileBrowser, whose first login is public: change its password.";
    forge_about:
        "Stable Diffusion WebUI Forge, the successor of A1111, with the model Realistic Vision. Whoever has its address can \
         use it: it has no login.";
    kohya_about: "Kohya's page for training, with SDXL as the base. Whoever has its address can use it: it has no login.";
    ollama_about:
        "Open WebUI with Ollama in one image. Open it at once: who opens it first becomes its administrator. It brings no \
         model: choose one on its page. A volume keeps chats, not models.";
    vllm_about:
        "vLLM, which speaks as OpenAI's API does. It loads Qwen2.5 7B Instruct: another model stands in its start command, \
         under Advanced. Whoever has its address can use it: it has no login.";
}

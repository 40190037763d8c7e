// What ComfyUI has made, and how it is made to make something.
import { until } from "./screens.mjs";

/// What a picture in PNG begins with.
export const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/// The section of a pod's page.
export class Files {
  constructor(page) {
    this.section = page.getByRole("region", { name: "My files", exact: true });
    this.list = this.section.getByRole("list", { name: "Your files" });
    this.frame = page.locator("iframe[title='Asks ComfyUI for your files']");
    this.look = this.section.getByRole("button", { name: "Look again" });
    this.downloadAll = this.section.getByRole("button", { name: "Download all" });
  }

  names() {
    return this.list.locator("bdi").allInnerTexts();
  }

  says(words) {
    return this.section.getByText(words).waitFor();
  }
}

/// Has a picture made past the page, and waits until ComfyUI has saved it.
export async function draw(simulator, id, name) {
  const at = `${simulator.address}/proxy/${id}-8188`;
  const prompt = {
    load: { class_type: "LoadImage", inputs: { image: "example.png" } },
    save: { class_type: "SaveImage", inputs: { images: ["load", 0], filename_prefix: name } },
  };
  const asked = await fetch(`${at}/prompt`, { method: "POST", body: JSON.stringify({ prompt }) });
  const { prompt_id: run } = await asked.json();
  await until(async () => run in (await (await fetch(`${at}/history/${run}`)).json()), `${name} is saved`);
}

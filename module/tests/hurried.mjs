// Loaded before a program (`node --import`): its clock runs faster, as in the tests.
import { hurry } from "./support.mjs";

hurry();

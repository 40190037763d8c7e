//! What an image or a template fills in when it is chosen, and what goes with it when another one is. What the person typed
//! stays.

use launchpod_words::{list_plain, order as say, order_fields};

use crate::catalog::apps::APPS;
use crate::catalog::template::Template;
use crate::order::form::{YES, of_app, of_template};
use crate::order::{Field, Filler, OWN_IMAGE, OrderForm, TEMPLATE, Variable};
use crate::types::number_input::is_unseen;

/// What images and templates fill in, and what stands there without them.
const UNDER: [(Field, &str); 10] = [
    (Field::PodVolume, ""),
    (Field::MountPath, "/workspace"),
    (Field::OwnImage, ""),
    (Field::Template, ""),
    (Field::ContainerDisk, "50"),
    (Field::Ports, ""),
    (Field::StartCommand, ""),
    (Field::Ssh, YES),
    (Field::Jupyter, ""),
    (Field::Registry, ""),
];
/// Characters of a name that comes with what is chosen, with room for its number.
const MOST_NAME: usize = 50;
/// The name of a pod whose image has none yet.
const NAMELESS: &str = "pod";

impl OrderForm {
    /// Chooses an image. What came with the earlier choice goes with it; what was typed stays.
    pub fn choose_image(&mut self, key: &str) {
        self.take_back();
        self.set(Field::Image, key);
        self.fill(Field::Template, "", Filler::Default);
        let name = match self.ready_made() {
            Some(app) => {
                for (field, text) in of_app(app) {
                    self.bring(field, &text, Filler::Image);
                }
                app.key.to_owned()
            }
            None => NAMELESS.to_owned(),
        };
        self.bring_name(name, Filler::Image);
    }

    /// Fills in all that the template says, where the person has typed nothing. What it says nothing of is as in an
    /// untouched form.
    pub fn take_template(&mut self, template: &Template) {
        self.take_back();
        self.set(Field::Image, TEMPLATE);
        for (field, text) in of_template(template) {
            match field {
                Field::Template | Field::OwnImage => self.fill(field, &text, Filler::Template),
                field => self.bring(field, &text, Filler::Template),
            }
        }
        if template.volume_gb > 0 {
            self.bring(Field::PodVolume, &template.volume_gb.to_string(), Filler::Template);
        }
        for (key, value) in &template.env {
            if !self.env.iter().any(|own| own.key == *key) {
                let variable = Variable { key: key.clone(), value: value.clone() };
                self.brought_env.push(variable.clone());
                self.env.push(variable);
            }
        }
        self.bring_name(plain_name(&template.name), Filler::Template);
    }

    /// All that differs from an untouched form came from a preset, a link or a pod.
    pub(crate) fn read_from_elsewhere(&mut self) {
        for filler in &mut self.fillers {
            if *filler == Filler::Person {
                *filler = Filler::Reading;
            }
        }
    }

    /// Names the pod after what is chosen, with a number where that is `taken`; a name that the person typed, or that came
    /// with a preset, stays. Whether it has changed.
    pub fn name_apart(&mut self, taken: impl Fn(&str) -> bool) -> bool {
        let Some(base) = self.name_of_choice() else { return false };
        let numbered = (2..=u16::MAX).map(|number| format!("{base}-{number}"));
        let name = std::iter::once(base.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(base);
        let changed = name != self.get(Field::Name);
        if changed {
            self.fill(Field::Name, &name, Filler::Image);
        }
        changed
    }

    /// The name that follows what is chosen, without a number; `None` where the pod has a name of its own.
    pub(super) fn name_of_choice(&self) -> Option<String> {
        let base = match self.ready_made() {
            Some(image) => image.key.to_owned(),
            None if self.get(Field::Image) == OWN_IMAGE => named_after(self.get(Field::OwnImage)),
            None => self.brought_name.clone(),
        };
        let own = match self.filler(Field::Name) {
            Filler::Person => true,
            Filler::Reading => self.get(Field::Name) != base,
            Filler::Default | Filler::Image | Filler::Template => base.is_empty(),
        };
        (!own).then_some(base)
    }

    /// What comes with the image or the template in this field; what stands there without them, where they say nothing.
    pub(super) fn brought(&self, field: Field, template: Option<&Template>) -> String {
        let image = self.ready_made();
        let said = match (template, image) {
            (Some(template), _) if field == Field::PodVolume && template.volume_gb > 0 => {
                Some(template.volume_gb.to_string())
            }
            (Some(template), _) => of_template(template).into_iter().find(|(of, _)| *of == field).map(|of| of.1),
            (None, Some(app)) => of_app(app).into_iter().find(|(of, _)| *of == field).map(|of| of.1),
            (None, None) => None,
        };
        said.unwrap_or_else(|| under(field).unwrap_or_default().to_owned())
    }

    /// Whether the environment is another than the template's, or there is one without a template.
    pub(super) fn env_differs(&self, template: Option<&Template>) -> bool {
        let blank = |own: &&Variable| own.key.trim().is_empty() && own.value.is_empty();
        let env = self.env.iter().filter(|own| !blank(own)).map(|own| (own.key.trim(), own.value.as_str()));
        let theirs = template.iter().flat_map(|template| &template.env);
        !env.eq(theirs.map(|(key, value)| (key.as_str(), value.as_str())))
    }

    /// The fields in which the form differs from what comes with the image or the template, as far as they change what
    /// runs; nothing of an image of one's own is known.
    pub fn differs(&self, template: Option<&Template>) -> Vec<Field> {
        let image = self.ready_made();
        let stored = self.has_network_volume() || !self.pod_volume().is_empty();
        let counts = |field: &Field| match field {
            Field::PodVolume => !self.has_network_volume() && !self.is_cpu(),
            Field::MountPath => stored,
            // Nothing else tells what an image of one's own needs.
            Field::Ports | Field::Jupyter | Field::Registry => template.is_some() || image.is_some(),
            Field::ContainerDisk => false,
            _ => true,
        };
        let fields = UNDER.iter().map(|(field, _)| *field).filter(|field| match field {
            Field::Template => false,
            Field::OwnImage if template.is_none() => false,
            field => counts(field) && self.get(*field).trim() != self.brought(*field, template).trim(),
        });
        let mut fields: Vec<Field> = fields.collect();
        if self.env_differs(template) {
            fields.push(Field::Env);
        }
        fields.sort_unstable();
        fields
    }

    /// The same in a line; empty where nothing differs.
    pub fn differs_text(&self, template: Option<&Template>) -> String {
        let word = |field: Field| match field {
            Field::OwnImage => order_fields::image().to_owned(),
            Field::Env => order_fields::environment().to_owned(),
            Field::Ssh => "SSH".to_owned(),
            Field::Jupyter => "Jupyter".to_owned(),
            Field::Registry => order_fields::registry_credentials().to_owned(),
            field => field.describe(),
        };
        let fields: Vec<String> = self.differs(template).into_iter().map(word).collect();
        match (fields.is_empty(), template) {
            (true, _) => String::new(),
            (false, Some(_)) => say::differs_from_template(list_plain(&fields)),
            (false, None) => say::differs_from_image(list_plain(&fields)),
        }
    }

    /// What came with the image or the template goes.
    fn take_back(&mut self) {
        for (field, text) in UNDER {
            if !self.stays(field) {
                self.fill(field, text, Filler::Default);
            }
        }
        let brought = std::mem::take(&mut self.brought_env);
        self.env.retain(|own| !brought.contains(own));
    }

    /// Fills a field in, unless what stands there stays.
    fn bring(&mut self, field: Field, text: &str, filler: Filler) {
        if !self.stays(field) {
            self.fill(field, text, filler);
        }
    }

    fn bring_name(&mut self, name: String, filler: Filler) {
        self.bring(Field::Name, &name, filler);
        self.brought_name = name;
    }

    /// Whether another image or template leaves this field as it is: what was typed, and what a preset holds beyond its
    /// own image. An emptied field is for anybody to fill.
    fn stays(&self, field: Field) -> bool {
        let text = self.get(field);
        match self.filler(field) {
            Filler::Default | Filler::Image | Filler::Template => false,
            Filler::Person => matches!(field, Field::Ssh | Field::Jupyter) || !text.trim().is_empty(),
            Filler::Reading => match field {
                Field::OwnImage | Field::Template | Field::Ports | Field::StartCommand | Field::Registry => false,
                Field::Ssh | Field::Jupyter => false,
                field => {
                    let comes = |(of, theirs): &(Field, String)| *of == field && theirs == text;
                    !text.trim().is_empty() && !APPS.iter().any(|app| of_app(app).iter().any(comes))
                }
            },
        }
    }
}

fn under(field: Field) -> Option<&'static str> {
    UNDER.iter().find(|(of, _)| *of == field).map(|(_, text)| *text)
}

/// The last word of an image's name: `ghcr.io/someone/thing:1.0` is `thing`.
fn named_after(image: &str) -> String {
    let named = image.split('@').next().unwrap_or_default();
    let last = named.rsplit('/').next().unwrap_or_default();
    plain_name(last.split(':').next().unwrap_or_default())
}

/// A name as the form takes it.
fn plain_name(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_unseen(*c)).take(MOST_NAME).collect();
    match seen.trim() {
        "" => NAMELESS.to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests;

//! What the account keeps, made, changed and ended: network volumes, templates, logins to registries, its own settings.

use crate::account::{RegistryCred, Template, Volume};
use crate::comfy::Files;
use crate::data_centers::place_of;
use crate::errors::{Outcome, Refusal};
use crate::world::World;

/// What v2 of the real API takes, in GB.
const VOLUME_SIZES: std::ops::RangeInclusive<i32> = 10..=4_096;

impl World {
    pub fn create_volume(&mut self, name: String, size: i32, place: &str) -> Outcome<Volume> {
        checked_size(size)?;
        let place = place_of(place)
            .filter(|place| place.volumes)
            .ok_or_else(|| Refusal::in_our_words("This data center does not support network volumes"))?;
        let id = self.rng.id(10);
        let volume =
            Volume { id, name: named(name)?, size, place: place.id, comfy_installed: false, files: Files::default() };
        self.account.volumes.push(volume.clone());
        Ok(volume)
    }

    /// A login to a registry. Its name must be its own.
    pub fn save_registry_auth(&mut self, name: String, username: String, password: String) -> Outcome<RegistryCred> {
        if [&name, &username, &password].iter().any(|text| text.trim().is_empty()) {
            return Err(Refusal::in_our_words("A registry login takes a name, a user name and a password"));
        }
        if self.account.registry_creds.iter().any(|cred| cred.name == name) {
            return Err(Refusal::in_our_words("Registry auth name must be unique"));
        }
        let cred = RegistryCred { id: self.rng.id(25), name, username, password };
        self.account.registry_creds.push(cred.clone());
        Ok(cred)
    }

    /// Another user name and password for the same login.
    pub fn update_registry_auth(&mut self, id: &str, username: String, password: String) -> Outcome<RegistryCred> {
        let known = self.account.registry_creds.iter_mut().find(|cred| cred.id == id);
        let cred = known.ok_or_else(no_such_registry_auth)?;
        (cred.username, cred.password) = (username, password);
        Ok(cred.clone())
    }

    /// Pods and templates that name it keep the name of what is gone.
    pub fn delete_registry_auth(&mut self, id: &str) -> Outcome<()> {
        let index = self.account.registry_creds.iter().position(|cred| cred.id == id);
        self.account.registry_creds.remove(index.ok_or_else(no_such_registry_auth)?);
        Ok(())
    }

    /// A volume only grows.
    pub fn update_volume(&mut self, id: &str, name: Option<String>, size: Option<i32>) -> Outcome<Volume> {
        let missing = || Refusal::in_our_words("Network volume not found");
        let volume = self.account.volume_mut(id).ok_or_else(missing)?;
        let size = checked_size(size.unwrap_or(volume.size))?;
        if size < volume.size {
            return Err(Refusal::in_our_words("Network volume size can only be increased"));
        }
        volume.name = named(name.unwrap_or_else(|| volume.name.clone()))?;
        volume.size = size;
        Ok(volume.clone())
    }

    pub fn delete_volume(&mut self, id: &str) -> Outcome<()> {
        let uses = |pod: &crate::pod::Pod| pod.spec.network_volume.as_deref() == Some(id);
        if self.pods.iter().any(uses) {
            return Err(Refusal::in_our_words("Network volume is in use by one or more pods. Terminate them first."));
        }
        let index = self.account.volumes.iter().position(|volume| volume.id == id);
        let index = index.ok_or_else(Refusal::volume_gone)?;
        self.account.volumes.remove(index);
        Ok(())
    }

    /// Makes a template, or changes the own one with that id.
    pub fn save_template(&mut self, mut template: Template) -> Outcome<Template> {
        crate::ports::parse(&template.ports)?;
        let taken = |other: &Template| other.name == template.name && other.id != template.id;
        if self.account.templates.iter().any(taken) {
            return Err(Refusal::in_our_words("Template name must be unique"));
        }
        template.mine = true;
        if template.id.is_empty() {
            template.id = self.rng.id(10);
            template.serial = 1 + self.account.templates.iter().map(|known| known.serial).max().unwrap_or(0);
            self.account.templates.push(template.clone());
            return Ok(template);
        }
        let own = |other: &&mut Template| other.id == template.id && other.mine;
        let missing = || Refusal::in_our_words("Template not found");
        *self.account.templates.iter_mut().find(own).ok_or_else(missing)? = template.clone();
        Ok(template)
    }

    pub fn delete_template(&mut self, name: &str) -> Outcome<()> {
        let own = |template: &Template| template.mine && template.name == name;
        let index = self.account.templates.iter().position(own);
        let index = index.ok_or_else(|| Refusal::in_our_words("Template not found"))?;
        self.account.templates.remove(index);
        Ok(())
    }
}

fn no_such_registry_auth() -> Refusal {
    Refusal::in_our_words("Registry auth not found")
}

fn checked_size(size: i32) -> Outcome<i32> {
    if VOLUME_SIZES.contains(&size) {
        return Ok(size);
    }
    Err(Refusal::in_our_words("Network volume size must be between 10 and 4096 GB"))
}

fn named(name: String) -> Outcome<String> {
    if name.trim().is_empty() {
        return Err(Refusal::in_our_words("Network volume name is required"));
    }
    Ok(name)
}

//! What of a pod that is there can be changed: RunPod sets it up anew with it.

use crate::auto_stop::Beside;
use crate::models::start::OwnStart;
use crate::order::{Field, OWN_IMAGE, OrderForm, Problem, or_note, validation};
use crate::pods::pod::Pod;
use crate::pods::port::Port;
use crate::types::api_key::ApiKey;

/// A pod's program, as it shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Image reference.
    pub image: String,
    /// What takes the place of the image's own start; empty for that one.
    pub start: String,
    /// Ports to declare.
    pub ports: Vec<Port>,
    /// GB of container disk.
    pub container_disk_gb: u32,
}

impl Edit {
    /// The fields that can be changed, in the order of the form.
    pub const FIELDS: [Field; 5] =
        [Field::OwnImage, Field::ContainerDisk, Field::EndAfter, Field::Ports, Field::StartCommand];

    /// The form with what the pod has now.
    pub fn form(pod: &Pod) -> OrderForm {
        let ports: Vec<String> = pod.ports.iter().map(ToString::to_string).collect();
        let own = OwnStart::read(&pod.image, &pod.start_command);
        let mut raw = OrderForm::default()
            .with(Field::Image, OWN_IMAGE)
            .with(Field::OwnImage, &pod.image)
            .with(Field::Ports, &ports.join(","))
            .with(Field::ContainerDisk, &pod.container_disk_gb.to_string())
            .with(Field::PodVolume, &pod.volume_gb.to_string())
            .with(Field::StartCommand, if own.is_some() { "" } else { &pod.start_command })
            .with(Field::EndAfter, "");
        let own = own.unwrap_or_default();
        if let Some(timer) = own.timer {
            raw.set_timer(timer);
        }
        // What they are stays in the pod's environment, and is not changed here.
        let kept = |is_there| if is_there { "kept" } else { "" };
        raw.with(Field::Models, kept(own.beside.models)).with(Field::Notify, kept(own.beside.notices))
    }

    /// Reads the form; `key` is the one in use.
    ///
    /// # Errors
    /// One [`Problem`] for each field that can't be sent.
    pub fn read(raw: &OrderForm, key: &ApiKey) -> Result<Self, Vec<Problem>> {
        let mut problems = vec![];
        let note = &mut |problem| problems.push(problem);
        let image = or_note(validation::image(raw), note);
        let command = or_note(validation::start_command(raw, key), note);
        let timer = or_note(validation::timer(raw), note);
        let models = raw.given(Field::Models).is_some() && raw.takes_models();
        let own = OwnStart { timer, beside: Beside { models, notices: raw.sends_notices() } };
        let start = own.render(&image).filter(|_| command.is_empty()).unwrap_or(command);
        let edit = Self {
            start,
            ports: or_note(validation::ports(raw), note),
            container_disk_gb: or_note(validation::disk(raw.get(Field::ContainerDisk)), note),
            image,
        };
        if problems.is_empty() { Ok(edit) } else { Err(validation::in_order(problems)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::tests::pod;

    fn read(raw: &OrderForm) -> Result<Edit, Vec<Problem>> {
        Edit::read(raw, &ApiKey::read("rpa_EXAMPLE0123456789").unwrap())
    }

    #[test]
    fn what_is_not_changed_stays_timer_and_all() {
        let edit = read(&Edit::form(&pod("a"))).unwrap();
        assert_eq!((edit.image.as_str(), edit.start.as_str()), ("runpod/comfyui:cuda12.8", ""));
        assert_eq!((edit.container_disk_gb, edit.ports.len()), (50, 2));
        let timed = read(&Edit::form(&pod("a")).with(Field::EndAfter, "2")).unwrap();
        let running = Pod { start_command: timed.start.clone(), ..pod("a") };
        assert_eq!(Edit::form(&running).get(Field::EndAfter), "2");
        assert_eq!(read(&Edit::form(&running)), Ok(timed));
        let own = Pod { start_command: "sleep 1".into(), ..pod("a") };
        assert_eq!(read(&Edit::form(&own)).unwrap().start, "sleep 1");
    }

    #[test]
    fn what_loads_models_stays_with_its_image_with_a_timer_or_without() {
        for hours in ["", "2"] {
            let loading = Edit::form(&pod("a")).with(Field::EndAfter, hours).with(Field::Models, "kept");
            let start = read(&loading).unwrap().start;
            assert!(crate::models::script::is_in(&start));
            let running = Pod { start_command: start.clone(), ..pod("a") };
            let form = Edit::form(&running);
            assert_eq!((form.get(Field::StartCommand), form.get(Field::EndAfter)), ("", hours));
            assert_eq!(read(&form).unwrap().start, start);
            let moved = read(&form.clone().with(Field::OwnImage, "runpod/pytorch:1.0")).unwrap();
            assert!(!crate::models::script::is_in(&moved.start), "{}", moved.start);
            assert_eq!(read(&form.with(Field::StartCommand, "sleep 1")).unwrap().start, "sleep 1");
        }
    }

    #[test]
    fn what_sends_notices_stays_beside_all_else() {
        for (hours, models) in [("", ""), ("2", ""), ("2", "kept")] {
            let form = Edit::form(&pod("a")).with(Field::EndAfter, hours).with(Field::Models, models);
            let start = read(&form.with(Field::Notify, "kept")).unwrap().start;
            assert!(crate::notices::script::is_in(&start));
            let running = Pod { start_command: start.clone(), ..pod("a") };
            assert_eq!(read(&Edit::form(&running)).unwrap().start, start);
            let moved = Edit::form(&running).with(Field::OwnImage, "a/b:c");
            assert_eq!(read(&moved).unwrap().start, "", "how it starts is not known");
        }
    }

    #[test]
    fn a_timer_does_not_follow_into_an_image_whose_start_is_not_known() {
        let timed = Edit::form(&pod("a")).with(Field::EndAfter, "2").with(Field::OwnImage, "a/b:c");
        assert_eq!(read(&timed).unwrap().start, "");
    }

    #[test]
    fn what_a_launch_would_refuse_is_refused() {
        let raw =
            Edit::form(&pod("a")).with(Field::OwnImage, "").with(Field::Ports, "x").with(Field::ContainerDisk, "0");
        let fields: Vec<Field> = read(&raw).unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [Field::OwnImage, Field::ContainerDisk, Field::Ports]);
    }

    #[test]
    fn a_key_is_refused_beside_the_start_command() {
        let raw = Edit::form(&pod("a")).with(Field::StartCommand, "serve --key rpa_EXAMPLE0123456789");
        let problems = read(&raw).unwrap_err();
        assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::StartCommand]);
    }
}

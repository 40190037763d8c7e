//! Where a pod may run, as a list to choose from.

use launchpod_words::launch_advanced as say;

use crate::catalog::CloudFilter;
use crate::catalog::availability::DataCenter;
use crate::catalog::country::Country;
use crate::types::sort::by_text;

/// Anywhere; the countries by their names, of which the Secure Cloud has those with a data center alone; the data centers by
/// theirs. Each as the form keeps it, and in words. What is `chosen` stands there too, until it is changed.
pub fn place_choices(
    countries: &[Country],
    places: &[DataCenter],
    clouds: CloudFilter,
    chosen: &str,
) -> Vec<(String, String)> {
    let has_data_center = |country: &Country| {
        let own = Some(country);
        places.iter().any(|place| Country::of_data_center(place.id.as_str()).as_ref() == own)
    };
    let offered =
        |country: &&Country| clouds != CloudFilter::Secure || has_data_center(country) || country.code == chosen;
    let countries = by_text(countries.iter().filter(offered).collect(), &|country| letters(country.name()));
    let places = by_text(places.iter().collect(), &|place: &&DataCenter| place.id.to_string());
    let mut choices = vec![(String::new(), say::anywhere().to_owned())];
    choices.extend(countries.into_iter().map(|country| (country.code.clone(), say::anywhere_in(country.name()))));
    choices.extend(places.into_iter().map(|place| (place.id.to_string(), place.describe())));
    if choices.iter().all(|(key, _)| key != chosen) {
        choices.push((chosen.to_owned(), chosen.to_owned()));
    }
    choices
}

/// What a name is sorted by: the one letter with a mark that begins a country's name stands with its plain one.
fn letters(name: &str) -> String {
    name.replace('Ö', "O")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::ids::DataCenterId;

    fn place(id: &str, country: &str) -> DataCenter {
        DataCenter { id: DataCenterId::new(id), country: country.to_owned(), volumes: true }
    }

    fn shown(clouds: CloudFilter, chosen: &str) -> Vec<String> {
        let countries: Vec<Country> = ["US", "AR", "CZ", "SE"].into_iter().filter_map(Country::parse).collect();
        let places =
            [place("US-KS-2", "United States"), place("EU-CZ-1", "Czech Republic"), place("EU-SE-1", "Sweden")];
        place_choices(&countries, &places, clouds, chosen).into_iter().map(|(_, words)| words).collect()
    }

    #[test]
    fn countries_stand_by_name_and_data_centers_by_id() {
        let expected = [
            say::anywhere().to_owned(),
            say::anywhere_in("Argentina"),
            say::anywhere_in("Czechia"),
            say::anywhere_in("Sweden"),
            say::anywhere_in("United States"),
            "EU-CZ-1, Czechia".to_owned(),
            "EU-SE-1, Sweden".to_owned(),
            "US-KS-2, United States".to_owned(),
        ];
        assert_eq!(shown(CloudFilter::All, ""), expected);
        assert_eq!(shown(CloudFilter::Community, "AR"), expected);
        assert_eq!(letters("Österreich"), "Osterreich");
    }

    #[test]
    fn the_secure_cloud_has_the_countries_with_a_data_center_and_what_is_chosen_stays() {
        let argentina = say::anywhere_in("Argentina");
        assert!(!shown(CloudFilter::Secure, "").contains(&argentina));
        assert_eq!(shown(CloudFilter::Secure, "").len(), 7);
        assert!(shown(CloudFilter::Secure, "AR").contains(&argentina));
        assert_eq!(shown(CloudFilter::Secure, "XX-1").last().map(String::as_str), Some("XX-1"));
    }
}

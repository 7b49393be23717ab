//! The workspace and its dependencies according to `cargo metadata`.

use serde_json::Value;

use crate::failure::{Failure, Outcome};
use crate::process::Process;

/// The packages that cargo knows.
pub(crate) struct Metadata {
    packages: Vec<Package>,
    /// The ids of each package's normal and build dependencies, by the id of the package.
    edges: Vec<(String, Vec<String>)>,
}

/// One package.
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) rust_version: Option<String>,
    pub(crate) features: Vec<String>,
    /// The names under `[dependencies]` and `[build-dependencies]`.
    pub(crate) dependencies: Vec<String>,
}

impl Metadata {
    /// The workspace's own packages.
    pub(crate) fn of_members() -> Outcome<Self> {
        Self::ask(&["--no-deps"])
    }

    /// The workspace's packages and everything they depend on.
    pub(crate) fn of_everything() -> Outcome<Self> {
        Self::ask(&["--all-features"])
    }

    fn ask(options: &[&str]) -> Outcome<Self> {
        let what = ["metadata", "--locked", "--format-version", "1"];
        let json = Process::cargo().args(what).args(options).output()?;
        let value = serde_json::from_str(&json)
            .map_err(|error| Failure::check(format!("cargo metadata printed no JSON: {error}")))?;
        Ok(Self::read(&value))
    }

    fn read(value: &Value) -> Self {
        let packages = items(&value["packages"]).map(Package::read).collect();
        let edges = items(&value["resolve"]["nodes"]).map(|node| (text(&node["id"]), needs(node))).collect();
        Self { packages, edges }
    }

    pub(crate) fn packages(&self) -> &[Package] {
        &self.packages
    }

    pub(crate) fn package(&self, name: &str) -> Option<&Package> {
        self.packages.iter().find(|package| package.name == name)
    }

    /// A package and everything that is built for it.
    pub(crate) fn built_for(&self, name: &str) -> Vec<&Package> {
        let mut found: Vec<&str> = self.package(name).into_iter().map(|package| package.id.as_str()).collect();
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            next += 1;
            let needed = self.edges.iter().filter(|(from, _)| from == id).flat_map(|(_, to)| to);
            for to in needed {
                if !found.contains(&to.as_str()) {
                    found.push(to);
                }
            }
        }
        self.packages.iter().filter(|package| found.contains(&package.id.as_str())).collect()
    }
}

impl Package {
    fn read(value: &Value) -> Self {
        let built = items(&value["dependencies"]).filter(|dependency| dependency["kind"] != "dev");
        Self {
            id: text(&value["id"]),
            name: text(&value["name"]),
            version: text(&value["version"]),
            rust_version: value["rust_version"].as_str().map(str::to_owned),
            features: value["features"].as_object().into_iter().flat_map(|features| features.keys().cloned()).collect(),
            dependencies: built.map(|dependency| text(&dependency["name"])).collect(),
        }
    }
}

/// The ids of a node's dependencies in the resolved graph, without those that only its tests need.
fn needs(node: &Value) -> Vec<String> {
    let built = |dependency: &&Value| items(&dependency["dep_kinds"]).any(|kind| kind["kind"] != "dev");
    items(&node["deps"]).filter(built).map(|dependency| text(&dependency["pkg"])).collect()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Metadata of three packages: `top` needs `middle`, `middle` tests with `low`.
    pub(crate) fn sample(low: Option<&str>, kind: Option<&str>) -> Metadata {
        Metadata::read(&serde_json::json!({
            "packages": [
                {"id": "1", "name": "top", "version": "0.1.0", "rust_version": "1.85", "features": {"default": [], "tls": []},
                 "dependencies": [{"name": "middle", "kind": null}, {"name": "low", "kind": "dev"}]},
                {"id": "2", "name": "middle", "version": "1.0.0", "rust_version": null, "features": {}, "dependencies": []},
                {"id": "3", "name": "low", "version": "2.0.0", "rust_version": low, "features": {}, "dependencies": []}],
            "resolve": {"nodes": [
                {"id": "1", "deps": [{"pkg": "2", "dep_kinds": [{"kind": null}]}]},
                {"id": "2", "deps": [{"pkg": "3", "dep_kinds": [{"kind": kind}]}]},
                {"id": "3", "deps": []}]}
        }))
    }

    /// Metadata of packages that depend on others by name.
    pub(crate) fn members(packages: &[(&str, &[&str])]) -> Metadata {
        let package = |(name, dependencies): &(&str, &[&str])| {
            let dependencies: Vec<Value> = dependencies.iter().map(|name| serde_json::json!({"name": name})).collect();
            serde_json::json!({"name": name, "dependencies": dependencies})
        };
        Metadata::read(&serde_json::json!({"packages": packages.iter().map(package).collect::<Vec<_>>()}))
    }

    #[test]
    fn what_only_tests_need_is_not_built_for_a_package() {
        let names = |metadata: &Metadata| -> Vec<String> {
            metadata.built_for("top").iter().map(|package| package.name.clone()).collect()
        };
        assert_eq!(names(&sample(None, Some("dev"))), ["top", "middle"]);
        assert_eq!(names(&sample(None, None)), ["top", "middle", "low"]);
    }

    #[test]
    fn a_package_is_read_without_its_dev_dependencies() {
        let metadata = sample(None, None);
        let top = metadata.package("top").unwrap();
        assert_eq!(top.dependencies, ["middle"]);
        assert_eq!(top.features, ["default", "tls"]);
    }
}

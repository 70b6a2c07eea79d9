//! Paths stay below their root, addresses are safe names, encoding comes back.

use portal::model::{Address, RelPath, Urls, address_part, decode_path, encode_path};

/// A line of options, one with a folder, and a path.
pub(super) fn check(bytes: &[u8]) {
    let Ok(input) = std::str::from_utf8(bytes) else { return };
    let (options, rest) = input.split_once('\n').unwrap_or(("", input));
    let (base, text) = rest.split_once('\n').unwrap_or(("", rest));
    let pretty = options.is_empty();
    let encoded = encode_path(text);
    assert_eq!(decode_path(&encoded), text, "encoding comes back");
    let safe =
        |b: u8| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'&' | b'\'' | b'`' | b'\\' | b'?' | b'#');
    assert!(encoded.bytes().all(safe), "{encoded:?} is safe in an attribute");
    let _ = decode_path(text);

    let part = address_part(text);
    assert!(!part.is_empty() && part.len() <= 240 && !matches!(&*part, "." | ".."), "{part:?}");
    assert!(!part.contains(['/', '\\', '\0', '\n', '<', '>', ':', '"', '|', '?', '*']), "{part:?}");
    assert!(!part.ends_with('.'), "{part:?}");
    assert_eq!(address_part(&part), part, "a part stays as it is");

    let Some(folder) = RelPath::new(base) else { return };
    if let Some(path) = RelPath::new_from(folder.as_str(), text) {
        let parts = || path.as_str().split('/');
        assert!(path.as_str().is_empty() || parts().all(|part| !matches!(part, "" | "." | "..")), "{path}");
        assert_eq!(RelPath::new(path.as_str()).as_ref(), Some(&path), "a path stays as it is");
        let _ = (path.folder(), path.name(), path.stem(), path.extension(), path.is_markdown());
        let address = path.as_str().split('/').filter(|part| !part.is_empty()).map(address_part);
        let address = address.collect::<Vec<_>>().join("/");
        let urls = if pretty { Urls::Pretty } else { Urls::Html };
        for address in [Address::page(&address, urls), Address::folder(&address, urls)] {
            let output = address.output();
            assert_eq!(
                RelPath::new(&output).map(|path| path.to_string()),
                Some(output.clone()),
                "{output} is below the root"
            );
            assert_eq!(decode_path(&address.href()), address.as_str());
            // The way to the root, taken from the output, is the root.
            let folder = output.rsplit_once('/').map_or("", |(folder, _)| folder);
            let root = RelPath::new_from(folder, &address.root()).expect("the way to the root does not leave it");
            assert_eq!(root.as_str(), "");
        }
    }
}

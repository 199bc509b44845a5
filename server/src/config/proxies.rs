//! Which proxies stand in front of the server, and whom they say a request is from.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// How many addresses of a header are looked at, from its end: the rest is what a client may have made up.
const HOPS_MAX: usize = 32;

/// The addresses of proxies whose `X-Forwarded-For` is believed. Whoever else sends one says what he likes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl FromStr for TrustedProxies {
    /// A sentence.
    type Err = String;

    /// Reads addresses and networks, with commas between them: `10.0.0.0/8, ::1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let network = |part: &str| {
            let address = || part.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
            part.parse::<IpNet>().or_else(|_| address()).map_err(|_| {
                format!("{part:?} is no address of a proxy and no network of them, such as 10.0.0.7, 10.0.0.0/8 or ::1")
            })
        };
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(network).collect::<Result<_, _>>().map(Self)
    }
}

impl TrustedProxies {
    /// Whom a request is from, given the other end of its connection and its `X-Forwarded-For`, all lines of it: every proxy
    /// adds who had sent to it at the end, so that the last one who is no proxy of ours is the client. Something that is no
    /// address was not written by a proxy of ours either: then the one that brought it has to stand for the client.
    pub fn client<'a>(&self, peer: IpAddr, forwarded_for: impl DoubleEndedIterator<Item = &'a str>) -> IpAddr {
        let mut client = peer.to_canonical();
        for hop in forwarded_for.rev().flat_map(|line| line.rsplit(',')).take(HOPS_MAX) {
            if !self.trusts(client) {
                break;
            }
            match hop_address(hop.trim()) {
                Some(address) => client = address.to_canonical(),
                None => break,
            }
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// `192.0.2.1`, `2001:db8::1`; with a port as some proxies write it, too.
fn hop_address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &str, peer: &str, lines: &[&str]) -> String {
        let proxies: TrustedProxies = proxies.parse().unwrap();
        proxies.client(peer.parse().unwrap(), lines.iter().copied()).to_string()
    }

    #[test]
    fn a_header_is_believed_as_far_as_our_own_proxies_wrote_it() {
        let proxies = "10.0.0.0/8, ::1,192.0.2.9";
        for (peer, lines, expected) in [
            ("10.0.0.1", &["198.51.100.7"][..], "198.51.100.7"),
            ("::1", &["198.51.100.7"], "198.51.100.7"),
            // Through two of ours, in one line or two.
            ("10.0.0.1", &["198.51.100.7, 10.2.2.2"], "198.51.100.7"),
            ("10.0.0.1", &["198.51.100.7", "192.0.2.9"], "198.51.100.7"),
            // What the client sent itself stands before.
            ("10.0.0.1", &["203.0.113.1, 198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["10.0.0.5, 198.51.100.7,10.2.2.2"], "198.51.100.7"),
            // Not one of ours; or nothing that one of ours would say.
            ("198.51.100.1", &["203.0.113.1"], "198.51.100.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["unknown"], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.1, _hidden"], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.1,"], "10.0.0.1"),
            // Everybody is ours: the first.
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            // However it is written.
            ("::ffff:10.0.0.1", &["::ffff:198.51.100.7"], "198.51.100.7"),
            ("10.0.0.1", &["[2001:db8::1]:443"], "2001:db8::1"),
            ("10.0.0.1", &["[2001:db8::1]"], "2001:db8::1"),
            ("10.0.0.1", &["198.51.100.7:1234"], "198.51.100.7"),
        ] {
            assert_eq!(client(proxies, peer, lines), expected, "{peer} {lines:?}");
        }
        assert_eq!(client("", "10.0.0.1", &["198.51.100.7"]), "10.0.0.1");
    }

    #[test]
    fn what_is_no_network_is_told() {
        for wrong in ["proxy.example.com", "10.0.0.0/33", "10.0.0.1 10.0.0.2", "*"] {
            let sentence = wrong.parse::<TrustedProxies>().unwrap_err();
            assert!(sentence.contains(wrong) && sentence.contains("10.0.0.0/8"), "{sentence}");
        }
    }
}

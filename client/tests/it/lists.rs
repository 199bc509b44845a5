//! Pages and items.

use futures_util::TryStreamExt as _;
use serde_json::{Value, json};
use strongroom_client::FailureReason;
use strongroom_client::models::FileOrder;

use crate::network::{Network, Reply, file_json};

fn page(names: &[&str], next_cursor: Option<&str>) -> Value {
    let data: Vec<Value> = names
        .iter()
        .map(|name| {
            let mut file = file_json();
            file["name"] = json!(name);
            file
        })
        .collect();
    json!({"data": data, "start": 0, "end": names.len(), "count": 3, "next_cursor": next_cursor})
}

#[tokio::test]
async fn items_follow_the_cursor() {
    let network = Network::script([
        Reply::json(200, &page(&["a", "b"], Some("c=1&d"))),
        Reply::json(200, &page(&[], Some("e"))),
        Reply::json(200, &page(&["c"], None)),
    ]);
    let call = network.client().files().list().order_by(FileOrder::NameDesc).skip(5).take(2).q("ü");
    let names: Vec<String> = call.items().map_ok(|file| file.name).try_collect().await.unwrap();
    assert_eq!(names, ["a", "b", "c"]);
    let urls: Vec<String> = network.requests().into_iter().map(|seen| seen.url).collect();
    let base = "https://files.example.com/api/v1/files?order_by=name%20desc";
    assert_eq!(urls[0], format!("{base}&skip=5&take=2&q=%C3%BC"));
    assert_eq!(urls[1], format!("{base}&take=2&q=%C3%BC&cursor=c%3D1%26d"));
    assert_eq!(urls[2], format!("{base}&take=2&q=%C3%BC&cursor=e"));
}

#[tokio::test]
async fn a_cursor_that_does_not_move_is_an_error() {
    let network = Network::serving(|_| Reply::json(200, &page(&["a"], Some("same"))));
    let pages: Vec<_> = futures_util::StreamExt::collect(network.client().files().list().pages()).await;
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[0].as_ref().unwrap().data.len(), 1);
    assert!(matches!(pages[1].as_ref().unwrap_err().reason(), FailureReason::Decode(_)));
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let network = Network::script([
        Reply::json(200, &page(&["a"], Some("1"))),
        Reply::problem(400, "INVALID_ARGUMENT", "The cursor is of another list."),
    ]);
    let mut items = network.client().files().list().items();
    assert_eq!(items.try_next().await.unwrap().unwrap().name, "a");
    assert_eq!(items.try_next().await.unwrap_err().code(), Some("INVALID_ARGUMENT"));
    assert!(items.try_next().await.unwrap().is_none());
}

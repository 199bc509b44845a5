//! How the process ends: who is told to stop, and what is waited for.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Shared by all that runs in the background. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    stopping: CancellationToken,
    tasks: TaskTracker,
}

impl Lifecycle {
    /// Starts a task that the process waits for before it ends, within limits.
    pub fn spawn<T: Send + 'static>(&self, task: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        self.tasks.spawn(task)
    }

    /// Whether the server takes no new work any more.
    pub fn is_stopping(&self) -> bool {
        self.stopping.is_cancelled()
    }

    /// Ends when the server is told to stop.
    pub async fn stopping(&self) {
        self.stopping.cancelled().await;
    }

    /// Tells everybody to stop.
    pub fn stop(&self) {
        self.stopping.cancel();
    }

    /// Waits for the tasks in the background. False if some were left when the time was up.
    pub async fn finished(&self, within: Duration) -> bool {
        self.tasks.close();
        tokio::time::timeout(within, self.tasks.wait()).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_is_told_to_stop_and_waited_for() {
        let lifecycle = Lifecycle::default();
        let task = lifecycle.spawn({
            let lifecycle = lifecycle.clone();
            async move { lifecycle.stopping().await }
        });
        assert!(!lifecycle.finished(Duration::ZERO).await);
        assert!(!lifecycle.is_stopping());
        lifecycle.stop();
        assert!(lifecycle.finished(Duration::from_secs(5)).await);
        task.await.unwrap();
    }
}

//! The desk at which requests queue. One thread at a time leads: it takes everything that waits, does
//! it in one go, and hands each its answer. Who comes meanwhile waits for the next go, so that the
//! goes grow with the rush and a quiet desk serves at once. Nothing is lost: a request has its own
//! answer, or its thread is told that there is none.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most that is done in one go: what one transaction holds without making others wait long.
pub const AT_ONCE: usize = 256;
/// The most that may wait; whoever comes then is told that the desk is busy.
pub const MOST_WAITING: usize = 4_096;

/// A desk for requests `R` with answers `A`.
pub struct Desk<R, A> {
    line: Mutex<Line<R, A>>,
}

struct Line<R, A> {
    waiting: VecDeque<(R, Sender<Word<A>>)>,
    /// Somebody leads.
    led: bool,
}

/// What somebody who waits is told.
enum Word<A> {
    Answer(A),
    /// It is their turn to lead.
    Lead,
}

impl<R, A> Default for Desk<R, A> {
    fn default() -> Desk<R, A> {
        Desk { line: Mutex::new(Line { waiting: VecDeque::new(), led: false }) }
    }
}

impl<R, A> Desk<R, A> {
    /// Hands a request in and waits for its answer. `work` does many requests at once and gives as
    /// many answers, in their order; it is whoever leads whose `work` is used.
    ///
    /// None: too many wait, or who led was stopped before the request was answered.
    pub fn submit(&self, request: R, work: impl Fn(Vec<R>) -> Vec<A>) -> Option<A> {
        let (say, hear) = channel();
        {
            let mut line = self.line();
            if line.waiting.len() >= MOST_WAITING {
                return None;
            }
            line.waiting.push_back((request, say));
            if line.led {
                drop(line);
                return self.wait(&hear, &work);
            }
            line.led = true;
        }
        self.lead(&work);
        self.wait(&hear, &work)
    }

    fn wait(&self, hear: &Receiver<Word<A>>, work: &impl Fn(Vec<R>) -> Vec<A>) -> Option<A> {
        loop {
            match hear.recv() {
                Ok(Word::Answer(answer)) => return Some(answer),
                Ok(Word::Lead) => self.lead(work),
                Err(_) => return None,
            }
        }
    }

    /// One go; then the next in line leads. The leader's own request is among the first that wait.
    fn lead(&self, work: &impl Fn(Vec<R>) -> Vec<A>) {
        let next = HandOver(self);
        let (requests, ears): (Vec<R>, Vec<Sender<Word<A>>>) = {
            let mut line = next.0.line();
            let many = line.waiting.len().min(AT_ONCE);
            line.waiting.drain(..many).unzip()
        };
        for (ear, answer) in ears.into_iter().zip(work(requests)) {
            // Who no longer listens has gone; what was done stays done.
            let _ = ear.send(Word::Answer(answer));
        }
    }

    fn line(&self) -> MutexGuard<'_, Line<R, A>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands the lead over when it goes out of scope, also where the work was stopped by a panic.
struct HandOver<'d, R, A>(&'d Desk<R, A>);

impl<R, A> Drop for HandOver<'_, R, A> {
    fn drop(&mut self) {
        let mut line = self.0.line();
        // Who went away cannot lead; whoever waits behind them can.
        while let Some((_, ear)) = line.waiting.front() {
            if ear.send(Word::Lead).is_ok() {
                return;
            }
            line.waiting.pop_front();
        }
        line.led = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn everybody_gets_their_own_answer_in_few_goes() {
        let desk = Arc::new(Desk::<usize, usize>::default());
        let goes = Arc::new(AtomicUsize::new(0));
        let threads: Vec<_> = (0..64)
            .map(|thread| {
                let (desk, goes) = (Arc::clone(&desk), Arc::clone(&goes));
                std::thread::spawn(move || {
                    let work = |requests: Vec<usize>| {
                        goes.fetch_add(1, Ordering::Relaxed);
                        // Long enough for the others to come meanwhile.
                        std::thread::sleep(std::time::Duration::from_micros(200));
                        requests.into_iter().map(|request| request * 2).collect()
                    };
                    (0..20)
                        .map(|round| (thread * 20 + round, desk.submit(thread * 20 + round, work)))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let answers: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        assert!(answers.iter().all(|(request, answer)| *answer == Some(request * 2)));
        assert_eq!(answers.iter().map(|(request, _)| request).collect::<BTreeSet<_>>().len(), 1_280);
        assert!(goes.load(Ordering::Relaxed) < 1_280, "nobody ever waited for anybody");
    }

    #[test]
    fn a_leader_who_is_stopped_takes_nobody_along() {
        let desk = Arc::new(Desk::<usize, usize>::default());
        let answers: Vec<Option<usize>> = (0..32)
            .map(|thread| {
                let desk = Arc::clone(&desk);
                std::thread::spawn(move || {
                    let work = |requests: Vec<usize>| {
                        assert!(!requests.contains(&7), "stopped");
                        requests
                    };
                    desk.submit(thread, work)
                })
            })
            .collect::<Vec<_>>()
            .into_iter()
            .map(|thread| thread.join().ok().flatten())
            .collect();
        assert_eq!(answers[7], None);
        assert_eq!(desk.submit(99, |requests| requests), Some(99), "the desk goes on");
    }
}

//! What happened, as a picture.

use std::fmt::{self, Write as _};
use std::ops::Range;
use std::time::Duration;

/// A request to the API.
pub(crate) struct Served {
    pub(crate) at: Duration,
    /// How long its token was still valid.
    pub(crate) left: Duration,
    pub(crate) is_served: bool,
}

/// A request to the token endpoint.
#[derive(Clone, Copy)]
pub(crate) struct TokenRequest {
    pub(crate) at: Duration,
    pub(crate) is_answered: bool,
}

/// All of it. Times count from the start.
pub(crate) struct Timeline {
    pub(crate) length: Duration,
    pub(crate) away: Range<Duration>,
    pub(crate) lifetime: Duration,
    pub(crate) tasks: u64,
    pub(crate) requests: Vec<Served>,
    pub(crate) token_requests: Vec<TokenRequest>,
}

/// Where the plots are, in pixels.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 596.0;
const LEFT: f64 = 84.0;
const RIGHT: f64 = 936.0;
const RATE: Plot = Plot { top: 132.0, bottom: 262.0, title: "Requests to the API, per second" };
const LEFT_OVER: Plot = Plot { top: 312.0, bottom: 442.0, title: "What the token in use has left, in minutes" };
const TOKENS: Plot = Plot { top: 490.0, bottom: 540.0, title: "Requests for a token" };
/// The requests of so many seconds are one bar.
const BAR: u64 = 15;
/// The smallest lifetime of so many seconds is one point of the line.
const POINT: u64 = 5;

const STYLE: &str = "text{font:12px system-ui,sans-serif;fill:#475569}.h{font-size:17px;font-weight:600;fill:#0f172a}\
    .t{font-weight:600;fill:#0f172a}.e{text-anchor:end}.m{text-anchor:middle}.a{fill:#b91c1c;font-weight:600}\
    .g{stroke:#e2e8f0}.x{stroke:#94a3b8}.s{fill:#3b82f6}.f{fill:#dc2626}.l{fill:none;stroke:#0f766e;stroke-width:2}\
    .u{fill:#0f766e;opacity:.12}.w{fill:#f59e0b;opacity:.22}.o{fill:#fee2e2}.c{stroke:#dc2626;stroke-width:1.5}\
    .k{fill:#16a34a}";

struct Plot {
    top: f64,
    bottom: f64,
    title: &'static str,
}

impl Plot {
    /// The height of `value` in a plot that ends with `most`.
    fn y(&self, value: f64, most: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * value / most
    }
}

impl Timeline {
    /// How many requests to the API were served and how many were not.
    pub(crate) fn outcomes(&self) -> (usize, usize) {
        let served = self.requests.iter().filter(|request| request.is_served).count();
        (served, self.requests.len() - served)
    }

    /// How many token requests were answered and how many connections were refused.
    pub(crate) fn token_outcomes(&self) -> (usize, usize) {
        let answered = self.token_requests.iter().filter(|request| request.is_answered).count();
        (answered, self.token_requests.len() - answered)
    }

    /// The picture.
    pub(crate) fn svg(&self) -> Result<String, fmt::Error> {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" \
             height=\"{HEIGHT}\" role=\"img\">\n<title>A service while its authorization server is away</title>\n\
             <style>{STYLE}</style>\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
        );
        self.heading(&mut svg)?;
        self.outage(&mut svg)?;
        self.rate(&mut svg)?;
        self.left_over(&mut svg)?;
        self.tokens(&mut svg)?;
        self.minutes(&mut svg)?;
        svg.push_str("</svg>\n");
        Ok(svg)
    }

    fn x(&self, at: Duration) -> f64 {
        LEFT + (RIGHT - LEFT) * at.as_secs_f64() / self.length.as_secs_f64()
    }

    fn heading(&self, svg: &mut String) -> fmt::Result {
        let (served, failed) = self.outcomes();
        let (answered, refused) = self.token_outcomes();
        writeln!(
            svg,
            "<text class=\"h\" x=\"24\" y=\"36\">{} requests served, {failed} failed: the authorization server was away \
             for {} minutes</text>",
            thousands(served),
            minutes(self.away.end - self.away.start),
        )?;
        writeln!(
            svg,
            "<text x=\"24\" y=\"60\">{} tasks share one TokenSource for {} minutes. A token is valid for {} minutes; {answered} \
             were requested, and {refused} connections refused.</text>",
            self.tasks,
            minutes(self.length),
            minutes(self.lifetime),
        )
    }

    /// A band through all plots.
    fn outage(&self, svg: &mut String) -> fmt::Result {
        let (from, to) = (self.x(self.away.start), self.x(self.away.end));
        let (top, height) = (RATE.top - 26.0, TOKENS.bottom - RATE.top + 26.0);
        writeln!(
            svg,
            "<rect class=\"o\" x=\"{from:.1}\" y=\"{top}\" width=\"{:.1}\" height=\"{height}\"/>\n\
             <text class=\"a m\" x=\"{:.1}\" y=\"{}\">authorization server away</text>",
            to - from,
            f64::midpoint(from, to),
            top - 6.0
        )
    }

    /// A bar for the requests that were served, and a red one upon it for those that were not.
    fn rate(&self, svg: &mut String) -> fmt::Result {
        let bars = self.in_slices(BAR, (0.0, 0.0), |(served, failed), request| {
            if request.is_served { (served + 1.0, failed) } else { (served, failed + 1.0) }
        });
        let per_second = 1.0 / Duration::from_secs(BAR).as_secs_f64();
        let highest = bars.iter().map(|(_, (served, failed))| (served + failed) * per_second).fold(1.0, f64::max);
        let most = (highest / 10.0).ceil() * 10.0;
        scale(svg, &RATE, most, 10.0)?;
        for (at, (served, failed)) in bars {
            let (from, to) = (self.x(at), self.x((at + Duration::from_secs(BAR)).min(self.length)));
            let (middle, top) = (RATE.y(served * per_second, most), RATE.y((served + failed) * per_second, most));
            let mut bar = |class: &str, top: f64, bottom: f64| {
                writeln!(
                    svg,
                    "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                    to - from - 0.8,
                    bottom - top
                )
            };
            bar("s", middle, RATE.bottom)?;
            if failed > 0.0 {
                bar("f", top, middle)?;
            }
        }
        Ok(())
    }

    fn left_over(&self, svg: &mut String) -> fmt::Result {
        let lifetime = self.lifetime.as_secs_f64() / 60.0;
        scale(svg, &LEFT_OVER, lifetime, 5.0)?;
        // By default the source renews in the last fifth (of which half is subject to chance), 5 minutes at most.
        let earliest = (lifetime / 5.0).min(5.0);
        let (top, bottom) = (LEFT_OVER.y(earliest, lifetime), LEFT_OVER.y(earliest / 2.0, lifetime));
        writeln!(
            svg,
            "<rect class=\"w\" x=\"{LEFT}\" y=\"{top:.1}\" width=\"{}\" height=\"{:.1}\"/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\">renewal begins in here</text>",
            RIGHT - LEFT,
            bottom - top,
            self.x(self.away.end) + 40.0,
            bottom - 2.0
        )?;
        let points =
            self.in_slices(POINT, f64::INFINITY, |least, request| least.min(request.left.as_secs_f64() / 60.0));
        let mut line = String::new();
        for (at, left) in points.into_iter().filter(|(_, left)| left.is_finite()) {
            write!(line, "{:.1},{:.1} ", self.x(at), LEFT_OVER.y(left, lifetime))?;
        }
        let line = line.trim_end();
        writeln!(
            svg,
            "<polygon class=\"u\" points=\"{LEFT},{bottom} {line} {RIGHT},{bottom}\"/>\n\
             <polyline class=\"l\" points=\"{line}\"/>",
            bottom = LEFT_OVER.bottom
        )
    }

    /// A dot for each token, and a stroke for each connection that nobody took.
    fn tokens(&self, svg: &mut String) -> fmt::Result {
        let (answered, refused) = (TOKENS.top + 13.0, TOKENS.bottom - 13.0);
        title(svg, &TOKENS)?;
        for (y, label) in [(answered, "answered"), (refused, "refused")] {
            writeln!(
                svg,
                "<text class=\"e\" x=\"{}\" y=\"{}\">{label}</text>\n\
                 <line class=\"g\" x1=\"{LEFT}\" y1=\"{y}\" x2=\"{RIGHT}\" y2=\"{y}\"/>",
                LEFT - 10.0,
                y + 4.0
            )?;
        }
        for request in &self.token_requests {
            let x = self.x(request.at);
            if request.is_answered {
                writeln!(svg, "<circle class=\"k\" cx=\"{x:.1}\" cy=\"{answered}\" r=\"5\"/>")?;
            } else {
                writeln!(svg, "<path class=\"c\" d=\"M{x:.1},{}v12\"/>", refused - 6.0)?;
            }
        }
        let (_, count) = self.token_outcomes();
        let x = self.x(self.away.end) + 10.0;
        writeln!(svg, "<text x=\"{x:.1}\" y=\"{}\">{count}, further and further apart</text>", refused + 4.0)
    }

    /// The scale of time, beneath all plots.
    fn minutes(&self, svg: &mut String) -> fmt::Result {
        let bottom = TOKENS.bottom;
        writeln!(svg, "<line class=\"x\" x1=\"{LEFT}\" y1=\"{bottom}\" x2=\"{RIGHT}\" y2=\"{bottom}\"/>")?;
        for minute in (0..=minutes(self.length)).step_by(5) {
            let x = self.x(Duration::from_secs(minute * 60));
            writeln!(
                svg,
                "<line class=\"x\" x1=\"{x:.1}\" y1=\"{bottom}\" x2=\"{x:.1}\" y2=\"{}\"/>\n\
                 <text class=\"m\" x=\"{x:.1}\" y=\"{}\">{minute}</text>",
                bottom + 5.0,
                bottom + 20.0
            )?;
        }
        writeln!(svg, "<text class=\"m\" x=\"{}\" y=\"{}\">minutes</text>", f64::midpoint(LEFT, RIGHT), bottom + 40.0)
    }

    /// The requests to the API, in slices of so many seconds.
    fn in_slices<T: Copy>(&self, seconds: u64, empty: T, add: impl Fn(T, &Served) -> T) -> Vec<(Duration, T)> {
        let starts = (0..self.length.as_secs()).step_by(usize::try_from(seconds).unwrap_or(1));
        let mut slices: Vec<_> = starts.map(|start| (Duration::from_secs(start), empty)).collect();
        for request in &self.requests {
            let place = usize::try_from(request.at.as_secs() / seconds).unwrap_or(usize::MAX);
            if let Some((_, slice)) = slices.get_mut(place) {
                *slice = add(*slice, request);
            }
        }
        slices
    }
}

fn title(svg: &mut String, plot: &Plot) -> fmt::Result {
    writeln!(svg, "<text class=\"t\" x=\"{LEFT}\" y=\"{}\">{}</text>", plot.top - 12.0, plot.title)
}

/// A title, and lines from 0 to `most`.
fn scale(svg: &mut String, plot: &Plot, most: f64, step: f64) -> fmt::Result {
    title(svg, plot)?;
    let mut value = 0.0;
    while value <= most {
        let y = plot.y(value, most);
        writeln!(
            svg,
            "<line class=\"g\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{RIGHT}\" y2=\"{y:.1}\"/>\n\
             <text class=\"e\" x=\"{}\" y=\"{:.1}\">{value}</text>",
            LEFT - 10.0,
            y + 4.0
        )?;
        value += step;
    }
    Ok(())
}

fn minutes(duration: Duration) -> u64 {
    duration.as_secs() / 60
}

/// A number such as 41,873.
pub(crate) fn thousands(number: usize) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", thousands(number / 1_000), number % 1_000) }
}

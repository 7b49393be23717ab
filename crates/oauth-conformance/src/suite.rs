//! The suite as tests.

/// Makes a `#[test]` of every case, in a module of the given name. The second argument opens the transport: a function
/// from [`Setup`](crate::Setup) to [`Subject`](crate::Subject), by its path from the crate's root.
#[macro_export]
macro_rules! transport_tests {
    ($module:ident, $open:expr) => {
        $crate::cases! { $module $open, case;
            request {
                arrives_as_it_is no_authorization_is_added every_method_arrives an_empty_post_has_a_length
                a_large_body_expects_nothing the_user_agent_is_named a_user_agent_is_kept accept_encoding_is_kept
                a_header_beyond_ascii_is_kept_or_refused sleep_waits
            }
            redirect { not_followed_301 not_followed_302 not_followed_303 not_followed_307 not_followed_308 }
            response {
                every_status_is_a_response repeated_headers_are_kept cookies_are_not_sent_back
                an_interim_response_is_skipped the_body_is_exact no_content_is_empty a_response_can_be_cloned
            }
            limit {
                an_announced_excess_is_refused an_absurd_length_is_refused an_endless_body_is_given_up
                the_limit_itself_passes one_byte_more_does_not_pass
            }
            encoding {
                an_encoded_body_is_refused no_encoding_is_none gzip_is_decoded_if_allowed decoded_json_is_read
                the_decoded_size_counts a_bomb_stops_at_the_limit endless_gzip_is_given_up broken_gzip_is_refused
                other_codings_stay_refused
            }
            time {
                silence_ends a_dripping_head_ends a_dripping_body_ends a_stalled_body_ends a_silent_handshake_ends
                a_time_limit_of_zero_is_one the_longest_time_limit_is_no_error
            }
            broken {
                a_refused_connection_is_unsent no_response_is_interrupted half_a_head_has_no_body
                a_short_body_is_interrupted a_missing_last_chunk_is_interrupted a_reset_is_interrupted
                another_protocol_is_an_error
            }
            once { a_broken_kept_connection_is_not_replaced a_request_to_a_lost_server_is_sent }
            url {
                http_is_refused http_elsewhere_is_refused loopback_by_name_is_asked other_schemes_are_refused
                a_user_name_is_refused a_named_host_is_asked_by_http dot_segments_are_refused no_url_is_rewritten
            }
            tls {
                a_trusted_server_is_asked an_unknown_authority_is_refused another_authority_is_refused
                another_name_is_refused a_name_for_an_address_is_refused plain_http_is_refused
                a_broken_handshake_is_unsent a_response_that_was_cut_is_interrupted
            }
            secret { no_error_shows_a_secret an_error_names_the_server }
            token {
                a_token_is_issued a_refusal_is_told a_redirect_gives_no_token a_fault_gives_no_token
                a_slow_server_gives_no_token
            }
            key {
                a_private_key_authenticates a_shared_secret_authenticates each_assertion_is_new
                another_key_is_refused_once
            }
        }
    };
}

/// As [`transport_tests`], for a client whose requests have tokens: the second argument is its type, an
/// [`ApiClient`](crate::ApiClient).
#[macro_export]
macro_rules! api_tests {
    ($module:ident, $client:ty) => {
        $crate::api_cases! { $module $client;
            origin {
                only_allowed_origins_get_the_token no_origin_is_allowed_by_default
                an_authorized_request_is_left_alone a_redirect_to_another_origin_gets_no_token
                a_redirect_within_the_origin_keeps_the_token
            }
            refusal {
                a_refused_token_is_replaced_and_the_request_is_sent_again a_request_is_sent_twice_at_most
                a_young_token_is_not_replaced other_responses_belong_to_the_caller a_resource_may_refuse_with_419
                a_request_can_opt_out_of_the_replay an_outage_takes_the_token_away_from_nobody
                a_hundred_refusals_cost_one_token_request
            }
            body { a_stream_that_was_begun_is_not_sent_again }
            demand { scopes_are_added_on_demand claims_are_added_on_demand }
            source {
                an_error_of_the_source_keeps_its_type a_client_is_its_own_transport
                a_client_is_its_own_transport_from_another_task
            }
        }
    };
}

/// One test for each case of [`api_tests`].
#[macro_export]
#[doc(hidden)]
macro_rules! api_cases {
    ($module:ident $client:ty; $($part:ident { $($case:ident)+ })+) => {
        mod $module {
            $(mod $part {
                $(#[test]
                fn $case() {
                    $crate::case::api::$part::$case::<$client>();
                })+
            })+
        }
    };
}

/// As [`transport_tests`], the cases about the time to connect: for an engine whose connector the adapter has made.
#[macro_export]
macro_rules! connect_tests {
    ($module:ident, $open:expr) => {
        $crate::cases! { $module $open, case;
            connect { a_silent_handshake_is_given_up a_dropped_packet_is_given_up }
        }
    };
}

/// As [`transport_tests`], the cases about what an engine takes from its environment: for the adapter's own engine. The third
/// argument says what becomes of the keys of its sessions ([`SessionKeys`](crate::case::platform::SessionKeys)), the fourth whether `HTTPS_PROXY`
/// is honoured ([`ProxyVariable`](crate::case::platform::ProxyVariable)).
#[macro_export]
macro_rules! platform_tests {
    ($module:ident, $open:expr, $keys:ident, $proxy:ident) => {
        mod $module {
            use $crate::case::platform::{self, ProxyVariable, SessionKeys};

            #[test]
            fn is_trusted() {
                platform::is_trusted(&$open, concat!(module_path!(), "::is_trusted"));
            }

            #[test]
            fn session_keys() {
                platform::session_keys(&$open, concat!(module_path!(), "::session_keys"), SessionKeys::$keys);
            }

            #[test]
            fn proxy_variable() {
                platform::proxy_variable(&$open, concat!(module_path!(), "::proxy_variable"), ProxyVariable::$proxy);
            }
        }
    };
}

/// As [`transport_tests`], the cases about what users set up in an engine. The second argument is the adapter's
/// [`Settings`](crate::case::settings::Settings).
#[macro_export]
macro_rules! settings_tests {
    ($module:ident, $settings:expr) => {
        $crate::cases! { $module $settings, case::settings;
            proxy { https_goes_through_it http_does_not an_error_names_it }
            authorities { all_of_them_are_trusted a_broken_one_is_an_error }
            certificate { it_is_shown }
        }
    };
}

/// As [`transport_tests`], the cases about where a request runs. The second argument opens the adapter: a function from
/// [`Setup`](crate::Setup) to [`Adapter`](crate::Adapter).
#[macro_export]
macro_rules! flight_tests {
    ($module:ident, $open:expr) => {
        mod $module {
            $crate::cases! { landing $open, case::flight;
                blocked {
                    lands_while_the_only_thread_is_blocked lands_beside_a_kept_connection_of_a_blocked_thread
                    lands_beside_a_kept_connection_of_blocked_workers
                }
                gone {
                    lands_after_the_runtime_has_ended lands_beside_a_kept_connection_of_an_ended_runtime
                    lands_after_all_callers_have_left
                }
                spawned {
                    a_task_is_taken_from_every_thread a_task_outlives_its_transport a_panic_stays_in_its_flight a_flight_can_sleep
                    no_runtime_is_needed
                }
                blocking_call {
                    works_outside_of_a_runtime works_in_a_current_thread_runtime works_in_a_multi_thread_runtime
                    works_without_a_budget is_an_error_inside_a_flight
                }
                shutdown { waits_for_flights has_a_limit of_the_blocking_twin }
            }

            #[cfg(unix)]
            $crate::cases! { forked $open, case::flight;
                fork { the_child_is_told a_transport_of_the_child_works }
            }
        }
    };
}

/// As [`flight_tests`], the case about HTTP/2: for an engine that speaks it.
#[macro_export]
macro_rules! http2_tests {
    ($module:ident, $open:expr) => {
        $crate::cases! { $module $open, case::flight;
            connecting { lands_while_the_caller_connects }
        }
    };
}

/// One `#[test]` for each name, grouped as [`case`](crate::case) is.
#[doc(hidden)]
#[macro_export]
macro_rules! cases {
    ($module:ident $open:expr, $($parent:ident)::+; $($group:ident { $($case:ident)* })*) => {
        mod $module {
            use $crate::$($parent)::+ as cases;

            $(mod $group {
                $(#[test]
                fn $case() {
                    super::cases::$group::$case(&$open);
                })*
            })*
        }
    };
}

#[cfg(test)]
mod tests {
    /// A case that is not in the list above would never run.
    #[test]
    fn every_case_is_listed() {
        let list = include_str!("suite.rs");
        let listed: Vec<&str> = list.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
        for source in [
            include_str!("case/api/body.rs"),
            include_str!("case/api/demand.rs"),
            include_str!("case/api/origin.rs"),
            include_str!("case/api/refusal.rs"),
            include_str!("case/api/source.rs"),
            include_str!("case/response.rs"),
            include_str!("case/broken.rs"),
            include_str!("case/connect.rs"),
            include_str!("case/encoding.rs"),
            include_str!("case/flight/blocked.rs"),
            include_str!("case/flight/blocking_call.rs"),
            include_str!("case/flight/connecting.rs"),
            include_str!("case/flight/fork.rs"),
            include_str!("case/flight/gone.rs"),
            include_str!("case/flight/shutdown.rs"),
            include_str!("case/flight/spawned.rs"),
            include_str!("case/key.rs"),
            include_str!("case/limit.rs"),
            include_str!("case/once.rs"),
            include_str!("case/platform.rs"),
            include_str!("case/redirect.rs"),
            include_str!("case/request.rs"),
            include_str!("case/secret.rs"),
            include_str!("case/settings/authorities.rs"),
            include_str!("case/settings/certificate.rs"),
            include_str!("case/settings/proxy.rs"),
            include_str!("case/time.rs"),
            include_str!("case/tls.rs"),
            include_str!("case/token.rs"),
            include_str!("case/url.rs"),
        ] {
            for case in source.lines().filter_map(|line| line.strip_prefix("pub fn ")) {
                let name = case.split(['(', '<']).next().unwrap_or_default();
                assert!(listed.contains(&name), "{name} is not listed");
            }
        }
    }
}

--
-- PostgreSQL database dump
--


-- Dumped from database version 18.6
-- Dumped by pg_dump version 18.6

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = on;

--
-- Name: assessment_assessmentresult_frozen(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.assessment_assessmentresult_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM touched t JOIN assessment_assessmentround r ON r.id = t.round_id
        WHERE r.published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the round is published: % is frozen', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;


--
-- Name: assessment_assessmentround_frozen(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.assessment_assessmentround_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM touched WHERE published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the round is published: % is frozen', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;


--
-- Name: assessment_indicator_frozen(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.assessment_indicator_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM touched t JOIN assessment_rubric r ON r.id = t.rubric_id
        WHERE r.state = 'locked') THEN
        RAISE EXCEPTION 'the round is published: % is frozen', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;


--
-- Name: assessment_score_frozen(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.assessment_score_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT result_id FROM touched) t
        JOIN assessment_assessmentresult s ON s.id = t.result_id
        JOIN assessment_assessmentround r ON r.id = s.round_id WHERE r.published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the round is published: % is frozen', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;


--
-- Name: care_mark_counties(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.care_mark_counties() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    
INSERT INTO care_staleduework (id, school_id, county_id, since)
SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
    52, 1), 53, 1), 'hex')::uuid, s.id, s.county_id, clock_timestamp()
FROM schools_school s WHERE s.county_id IN (SELECT county_id FROM touched)
;
    RETURN NULL;
END $$;


--
-- Name: care_mark_schools(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.care_mark_schools() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    
INSERT INTO care_staleduework (id, school_id, county_id, since)
SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
    52, 1), 53, 1), 'hex')::uuid, school_id, county_id, clock_timestamp() FROM (SELECT DISTINCT school_id, county_id FROM touched) t
;
    RETURN NULL;
END $$;


--
-- Name: dashboards_mark(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.dashboards_mark() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM set_config('dashboards.source', TG_TABLE_NAME, true);
    
INSERT INTO dashboards_stalerollup (id, school_id, county_id, since, source)
SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
    52, 1), 53, 1), 'hex')::uuid, school_id, county_id, clock_timestamp(), coalesce(current_setting('dashboards.source', true), '')
FROM (SELECT DISTINCT school_id, county_id FROM touched) t
;
    RETURN NULL;
END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: access_accountlink; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.access_accountlink (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    token_hash character varying(64) NOT NULL,
    issued_as character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    county_id bigint NOT NULL,
    issued_by_id bigint,
    school_id bigint,
    user_id bigint NOT NULL
);

ALTER TABLE ONLY public.access_accountlink FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE access_accountlink; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.access_accountlink IS 'rls b81b3058af9812c0';


--
-- Name: access_accountlink_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.access_accountlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_accountlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: access_auditevent; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.access_auditevent (
    id uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    role character varying(20) NOT NULL,
    action character varying(60) NOT NULL,
    subject character varying(40) NOT NULL,
    target jsonb NOT NULL,
    purpose character varying(200) NOT NULL,
    detail jsonb NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint,
    user_id bigint
);

ALTER TABLE ONLY public.access_auditevent FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE access_auditevent; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.access_auditevent IS 'rls 18c9f97d97df2f5f';


--
-- Name: access_invitation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.access_invitation (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    role character varying(20) NOT NULL,
    name character varying(60) NOT NULL,
    token_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    until date,
    accepted_at timestamp with time zone,
    county_id bigint NOT NULL,
    invited_by_id bigint NOT NULL,
    school_id bigint,
    staff_id bigint,
    withdrawn_at timestamp with time zone
);

ALTER TABLE ONLY public.access_invitation FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE access_invitation; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.access_invitation IS 'rls 310bf542d2adfc69';


--
-- Name: access_invitation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.access_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: access_membership; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.access_membership (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    role character varying(20) NOT NULL,
    since date NOT NULL,
    until date,
    county_id bigint NOT NULL,
    school_id bigint,
    staff_id bigint,
    user_id bigint NOT NULL,
    officer_id bigint,
    CONSTRAINT membership_forward CHECK (((until IS NULL) OR (until >= since))),
    CONSTRAINT membership_place_fits_role CHECK (((((role)::text = ANY ((ARRAY['auditor'::character varying, 'county'::character varying, 'county_lead'::character varying, 'leader'::character varying])::text[])) AND (school_id IS NULL)) OR ((NOT ((role)::text = ANY ((ARRAY['auditor'::character varying, 'county'::character varying, 'county_lead'::character varying, 'leader'::character varying])::text[]))) AND (school_id IS NOT NULL))))
);

ALTER TABLE ONLY public.access_membership FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE access_membership; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.access_membership IS 'rls fc37f0f436dbf04d';


--
-- Name: access_membership_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.access_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.access_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: account_emailaddress; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: TABLE account_emailaddress; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.account_emailaddress IS 'rls 3c2358c4f14606c9';


--
-- Name: account_emailaddress_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: account_emailconfirmation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);


--
-- Name: TABLE account_emailconfirmation; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.account_emailconfirmation IS 'rls 931d15b8f9e4e401';


--
-- Name: account_emailconfirmation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_attempts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_attempts (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    key character varying(60) NOT NULL,
    count integer NOT NULL,
    began_at timestamp with time zone NOT NULL,
    CONSTRAINT accounts_attempts_count_check CHECK ((count >= 0))
);


--
-- Name: TABLE accounts_attempts; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.accounts_attempts IS 'rls 583691bfaf569119';


--
-- Name: accounts_attempts_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_attempts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_attempts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_usedstep; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_usedstep (
    id bigint NOT NULL,
    step bigint NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: TABLE accounts_usedstep; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.accounts_usedstep IS 'rls 86649a937b44339c';


--
-- Name: accounts_usedstep_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_usedstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_usedstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_user; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(60) NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    session_generation integer NOT NULL,
    CONSTRAINT accounts_user_session_generation_check CHECK ((session_generation >= 0)),
    CONSTRAINT nobody_is_superuser CHECK ((NOT is_superuser))
);


--
-- Name: TABLE accounts_user; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.accounts_user IS 'rls cefd9aeb20464b24';


--
-- Name: accounts_user_groups; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_user_groups (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    group_id integer NOT NULL
);


--
-- Name: TABLE accounts_user_groups; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.accounts_user_groups IS 'rls 4c2d5174531a6133';


--
-- Name: accounts_user_groups_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_user_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: accounts_user_user_permissions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.accounts_user_user_permissions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    permission_id integer NOT NULL
);


--
-- Name: TABLE accounts_user_user_permissions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.accounts_user_user_permissions IS 'rls cd1c8ffc40aaf7ca';


--
-- Name: accounts_user_user_permissions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.accounts_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: activities_dutyshift; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.activities_dutyshift (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    date date NOT NULL,
    start_time time without time zone NOT NULL,
    end_time time without time zone NOT NULL,
    location character varying(40) NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    CONSTRAINT duty_shift_ends_after_start CHECK ((end_time > start_time))
);

ALTER TABLE ONLY public.activities_dutyshift FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE activities_dutyshift; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.activities_dutyshift IS 'rls 2355b513e1f721ce';


--
-- Name: activities_dutyshift_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.activities_dutyshift ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.activities_dutyshift_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: assessment_assessmentresult; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.assessment_assessmentresult (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    subject character varying(10) NOT NULL,
    points numeric(6,2) NOT NULL,
    out_of numeric(6,2) NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by_id bigint,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    staff_id bigint,
    round_id bigint NOT NULL,
    CONSTRAINT result_within CHECK (((points >= (0)::numeric) AND (points <= out_of)))
);

ALTER TABLE ONLY public.assessment_assessmentresult FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE assessment_assessmentresult; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.assessment_assessmentresult IS 'rls 511ce1775fd6a90d';


--
-- Name: assessment_assessmentresult_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.assessment_assessmentresult ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assessment_assessmentresult_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: assessment_assessmentround; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.assessment_assessmentround (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    year smallint NOT NULL,
    quarter smallint NOT NULL,
    begins_on date NOT NULL,
    ends_on date NOT NULL,
    state character varying(10) NOT NULL,
    computed_at timestamp with time zone,
    published_at timestamp with time zone,
    county_id bigint NOT NULL,
    job_id bigint,
    published_by_id bigint,
    rubric_id bigint NOT NULL,
    CONSTRAINT assessment_assessmentround_quarter_check CHECK ((quarter >= 0)),
    CONSTRAINT assessment_assessmentround_year_check CHECK ((year >= 0)),
    CONSTRAINT round_quarter CHECK (((quarter >= 1) AND (quarter <= 4)))
);

ALTER TABLE ONLY public.assessment_assessmentround FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE assessment_assessmentround; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.assessment_assessmentround IS 'rls 7cd2cf067aa823d7';


--
-- Name: assessment_assessmentround_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.assessment_assessmentround ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assessment_assessmentround_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: assessment_indicator; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.assessment_indicator (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    code character varying(10) NOT NULL,
    "group" character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    subject character varying(10) NOT NULL,
    measure character varying(40) NOT NULL,
    points numeric(5,2) NOT NULL,
    county_id bigint NOT NULL,
    rubric_id bigint NOT NULL,
    CONSTRAINT indicator_points CHECK ((points > (0)::numeric))
);

ALTER TABLE ONLY public.assessment_indicator FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE assessment_indicator; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.assessment_indicator IS 'rls c0f01b3e3349504b';


--
-- Name: assessment_indicator_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.assessment_indicator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assessment_indicator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: assessment_rubric; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.assessment_rubric (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    title character varying(120) NOT NULL,
    version smallint NOT NULL,
    state character varying(10) NOT NULL,
    county_id bigint NOT NULL,
    CONSTRAINT assessment_rubric_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY public.assessment_rubric FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE assessment_rubric; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.assessment_rubric IS 'rls f1a28ff5ee367117';


--
-- Name: assessment_rubric_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.assessment_rubric ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assessment_rubric_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: assessment_score; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.assessment_score (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    numerator integer NOT NULL,
    denominator integer NOT NULL,
    points numeric(5,2) NOT NULL,
    met bigint[] NOT NULL,
    unmet bigint[] NOT NULL,
    county_id bigint NOT NULL,
    indicator_id bigint NOT NULL,
    result_id bigint NOT NULL,
    school_id bigint NOT NULL,
    CONSTRAINT assessment_score_denominator_check CHECK ((denominator >= 0)),
    CONSTRAINT assessment_score_numerator_check CHECK ((numerator >= 0)),
    CONSTRAINT score_within CHECK ((numerator <= denominator))
);

ALTER TABLE ONLY public.assessment_score FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE assessment_score; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.assessment_score IS 'rls c805075382658afe';


--
-- Name: assessment_score_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.assessment_score ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.assessment_score_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_group; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


--
-- Name: TABLE auth_group; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.auth_group IS 'rls af2261edd1af69ec';


--
-- Name: auth_group_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_group_permissions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


--
-- Name: TABLE auth_group_permissions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.auth_group_permissions IS 'rls 163084e21bf42e1b';


--
-- Name: auth_group_permissions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_permission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


--
-- Name: TABLE auth_permission; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.auth_permission IS 'rls 1c4023fcb4cb2612';


--
-- Name: auth_permission_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: axes_accessattempt; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.axes_accessattempt (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    get_data text NOT NULL,
    post_data text NOT NULL,
    failures_since_start integer NOT NULL,
    CONSTRAINT axes_accessattempt_failures_since_start_check CHECK ((failures_since_start >= 0))
);


--
-- Name: TABLE axes_accessattempt; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.axes_accessattempt IS 'rls 4747b9c7bdca596f';


--
-- Name: axes_accessattempt_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.axes_accessattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessattempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: axes_accessattemptexpiration; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.axes_accessattemptexpiration (
    access_attempt_id integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE axes_accessattemptexpiration; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.axes_accessattemptexpiration IS 'rls 9f79dd05a8f8f316';


--
-- Name: axes_accessfailurelog; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.axes_accessfailurelog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    locked_out boolean NOT NULL
);


--
-- Name: TABLE axes_accessfailurelog; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.axes_accessfailurelog IS 'rls 460f7a4796eb8940';


--
-- Name: axes_accessfailurelog_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.axes_accessfailurelog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessfailurelog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: axes_accesslog; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.axes_accesslog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    logout_time timestamp with time zone,
    session_hash character varying(64) NOT NULL
);


--
-- Name: TABLE axes_accesslog; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.axes_accesslog IS 'rls 8b808ec9a46a3baa';


--
-- Name: axes_accesslog_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.axes_accesslog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accesslog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: care_backgroundcheck; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.care_backgroundcheck (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    checked_on date NOT NULL,
    valid_until date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    county_id bigint NOT NULL,
    recorded_by_id bigint NOT NULL,
    school_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    CONSTRAINT background_check_dates CHECK ((valid_until > checked_on))
);

ALTER TABLE ONLY public.care_backgroundcheck FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE care_backgroundcheck; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.care_backgroundcheck IS 'rls cac700111e39f30f';


--
-- Name: care_backgroundcheck_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.care_backgroundcheck ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.care_backgroundcheck_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: care_carenote; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.care_carenote (
    id bigint NOT NULL,
    text text NOT NULL,
    agreed character varying(300) NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    record_id bigint NOT NULL
);

ALTER TABLE ONLY public.care_carenote FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE care_carenote; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.care_carenote IS 'rls 8430aad1361ccdac';


--
-- Name: care_carenote_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.care_carenote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.care_carenote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: care_carerecord; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.care_carerecord (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    activity character varying(20) NOT NULL,
    happened_on date NOT NULL,
    mood smallint,
    topics character varying(20)[] NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    imported_at timestamp with time zone,
    child_id bigint NOT NULL,
    county_id bigint NOT NULL,
    recorded_by_id bigint NOT NULL,
    school_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    pairing_id bigint,
    CONSTRAINT care_carerecord_mood_check CHECK ((mood >= 0))
);

ALTER TABLE ONLY public.care_carerecord FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE care_carerecord; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.care_carerecord IS 'rls 40f4acf6212cf40e';


--
-- Name: care_carerecord_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.care_carerecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.care_carerecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: care_duework; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.care_duework (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    activity character varying(20) NOT NULL,
    period_unit character varying(10) NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL,
    due_on date NOT NULL,
    number smallint NOT NULL,
    postponed_until date,
    state character varying(10) NOT NULL,
    child_id bigint NOT NULL,
    county_id bigint NOT NULL,
    frequency_id bigint,
    record_id bigint,
    school_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    pairing_id bigint NOT NULL,
    CONSTRAINT care_duework_number_check CHECK ((number >= 0))
);

ALTER TABLE ONLY public.care_duework FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE care_duework; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.care_duework IS 'rls 9bd0d93a59103046';


--
-- Name: care_duework_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.care_duework ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.care_duework_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: care_mentor; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.care_mentor (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    capacity smallint NOT NULL,
    is_active boolean NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    CONSTRAINT care_mentor_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT mentor_capacity CHECK (((capacity >= 1) AND (capacity <= 6)))
);

ALTER TABLE ONLY public.care_mentor FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE care_mentor; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.care_mentor IS 'rls 00c2ff9ce071676e';


--
-- Name: care_mentor_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.care_mentor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.care_mentor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: care_pairing; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.care_pairing (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    end_reason character varying(120) NOT NULL,
    assignment_id bigint NOT NULL,
    child_id bigint NOT NULL,
    county_id bigint NOT NULL,
    ended_by_id bigint,
    mentor_id bigint NOT NULL,
    school_id bigint NOT NULL,
    plan_id bigint,
    CONSTRAINT pairing_ended_by_someone CHECK (((ended_at IS NULL) OR ((ended_at >= started_at) AND (ended_by_id IS NOT NULL))))
);

ALTER TABLE ONLY public.care_pairing FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE care_pairing; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.care_pairing IS 'rls 69ec426ddac41bae';


--
-- Name: care_pairing_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.care_pairing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.care_pairing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: care_pairingplan; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.care_pairingplan (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    state character varying(10) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    message character varying(300) NOT NULL,
    approved_by_id bigint,
    county_id bigint NOT NULL,
    job_id bigint,
    proposed_by_id bigint NOT NULL,
    school_id bigint NOT NULL,
    term_id bigint NOT NULL
);

ALTER TABLE ONLY public.care_pairingplan FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE care_pairingplan; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.care_pairingplan IS 'rls 9e6f3f621dc11fa0';


--
-- Name: care_pairingplan_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.care_pairingplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.care_pairingplan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: care_proposedpair; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.care_proposedpair (
    id bigint NOT NULL,
    reasons character varying(40)[] NOT NULL,
    child_id bigint NOT NULL,
    county_id bigint NOT NULL,
    mentor_id bigint,
    plan_id bigint NOT NULL,
    school_id bigint NOT NULL
);

ALTER TABLE ONLY public.care_proposedpair FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE care_proposedpair; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.care_proposedpair IS 'rls 28f253aa477582b5';


--
-- Name: care_proposedpair_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.care_proposedpair ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.care_proposedpair_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: care_staleduework; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.care_staleduework (
    id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL
);

ALTER TABLE ONLY public.care_staleduework FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE care_staleduework; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.care_staleduework IS 'rls 520ebcda126210e1';


--
-- Name: children_caseassignment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_caseassignment (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    reason character varying(20) NOT NULL,
    note character varying(120) NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    county_id bigint NOT NULL,
    ended_by_id bigint,
    school_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    child_id bigint NOT NULL
);

ALTER TABLE ONLY public.children_caseassignment FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_caseassignment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_caseassignment IS 'rls e85610e43c14e1f9';


--
-- Name: children_caseassignment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_caseassignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_caseassignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_child; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_child (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    opened_on date NOT NULL,
    opening_reason character varying(20) NOT NULL,
    closed_on date,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    pupil_id bigint NOT NULL
);

ALTER TABLE ONLY public.children_child FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_child; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_child IS 'rls 4eef8a86c3afb475';


--
-- Name: children_child_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_child ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_child_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_childgrant; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_childgrant (
    id bigint NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    assignment_id bigint NOT NULL,
    content_object_id bigint NOT NULL,
    county_id bigint NOT NULL,
    granted_by_id bigint NOT NULL,
    permission_id integer NOT NULL,
    school_id bigint NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE ONLY public.children_childgrant FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_childgrant; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_childgrant IS 'rls cf01d2c32fd59dbe';


--
-- Name: children_childgrant_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_childgrant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_childgrant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_contactcard; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_contactcard (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    issued_on date NOT NULL,
    stale_on date,
    child_id bigint NOT NULL,
    county_id bigint NOT NULL,
    issued_by_id bigint,
    school_id bigint NOT NULL
);

ALTER TABLE ONLY public.children_contactcard FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_contactcard; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_contactcard IS 'rls 21bccbf1773c8256';


--
-- Name: children_contactcard_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_contactcard ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_contactcard_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_guardian; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_guardian (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(60) NOT NULL,
    relation character varying(2) NOT NULL,
    relation_text character varying(30) NOT NULL,
    age smallint,
    since date NOT NULL,
    until date,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    pupil_id bigint NOT NULL,
    CONSTRAINT children_guardian_age_check CHECK ((age >= 0))
);

ALTER TABLE ONLY public.children_guardian FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_guardian; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_guardian IS 'rls c6dc6c83cc9233b1';


--
-- Name: children_guardian_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_guardian ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_guardian_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_headeralias; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_headeralias (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    header character varying(40) NOT NULL,
    field character varying(30) NOT NULL,
    county_id bigint NOT NULL
);

ALTER TABLE ONLY public.children_headeralias FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_headeralias; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_headeralias IS 'rls 9b248df50f24758f';


--
-- Name: children_headeralias_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_headeralias ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_headeralias_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_parentwhereabouts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_parentwhereabouts (
    id bigint NOT NULL,
    parent character varying(10) NOT NULL,
    name character varying(60) NOT NULL,
    whereabouts character varying(10) NOT NULL,
    away_since date,
    location character varying(200) NOT NULL,
    is_capable_guardian boolean,
    since date NOT NULL,
    until date,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    pupil_id bigint NOT NULL,
    CONSTRAINT whereabouts_forward CHECK (((until IS NULL) OR (until >= since)))
);

ALTER TABLE ONLY public.children_parentwhereabouts FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_parentwhereabouts; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_parentwhereabouts IS 'rls af752e12457370e4';


--
-- Name: children_parentwhereabouts_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_parentwhereabouts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_parentwhereabouts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_phonenumber; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_phonenumber (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    seal_id uuid NOT NULL,
    owner character varying(10) NOT NULL,
    number bytea NOT NULL,
    number_index character varying(64) NOT NULL,
    "order" smallint NOT NULL,
    verified_on date,
    verification character varying(20) NOT NULL,
    works_from time without time zone,
    works_until time without time zone,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    pupil_id bigint NOT NULL,
    CONSTRAINT children_phonenumber_order_check CHECK (("order" >= 0))
);

ALTER TABLE ONLY public.children_phonenumber FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_phonenumber; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_phonenumber IS 'rls 0f06504586a997a1';


--
-- Name: children_phonenumber_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_phonenumber ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_phonenumber_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_pupil; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_pupil (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(60) NOT NULL,
    pinyin character varying(240) NOT NULL,
    initials character varying(40) NOT NULL,
    sex character varying(1) NOT NULL,
    birth_date date NOT NULL,
    ethnicity character varying(20) NOT NULL,
    boarding boolean,
    household character varying(10) NOT NULL,
    enrolled_on date,
    state character varying(10) NOT NULL,
    left_on date,
    person_key character varying(64) NOT NULL,
    remark character varying(300) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    revision integer NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    school_class_id bigint NOT NULL,
    CONSTRAINT children_pupil_revision_check CHECK ((revision >= 0))
);

ALTER TABLE ONLY public.children_pupil FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_pupil; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_pupil IS 'rls f925ac1e85a0ac84';


--
-- Name: children_pupil_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_pupil ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_pupil_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_pupilprivate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_pupilprivate (
    id bigint NOT NULL,
    seal_id uuid NOT NULL,
    id_kind character varying(10) NOT NULL,
    id_paper character varying(40) NOT NULL,
    id_number bytea,
    id_index character varying(64) NOT NULL,
    student_number bytea,
    student_index character varying(64) NOT NULL,
    address bytea,
    household_address bytea,
    county_id bigint NOT NULL,
    pupil_id bigint NOT NULL,
    school_id bigint NOT NULL
);

ALTER TABLE ONLY public.children_pupilprivate FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_pupilprivate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_pupilprivate IS 'rls 292e24383cc63b7a';


--
-- Name: children_pupilprivate_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_pupilprivate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_pupilprivate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_reportedstatus; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_reportedstatus (
    id bigint NOT NULL,
    reported character varying(10) NOT NULL,
    reported_on date NOT NULL,
    until date,
    county_id bigint NOT NULL,
    pupil_id bigint NOT NULL,
    school_id bigint NOT NULL
);

ALTER TABLE ONLY public.children_reportedstatus FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_reportedstatus; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_reportedstatus IS 'rls 278331ba66ff6e5e';


--
-- Name: children_reportedstatus_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_reportedstatus ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_reportedstatus_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_rosterfile; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_rosterfile (
    id bigint NOT NULL,
    seal_id uuid NOT NULL,
    content bytea NOT NULL,
    rows bytea,
    summary bytea,
    undo_snapshot bytea,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    roster_import_id bigint NOT NULL
);

ALTER TABLE ONLY public.children_rosterfile FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_rosterfile; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_rosterfile IS 'rls 512d789e6c77393c';


--
-- Name: children_rosterfile_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_rosterfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_rosterfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: children_rosterimport; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children_rosterimport (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    file_name character varying(200) NOT NULL,
    size integer NOT NULL,
    sha256 character varying(64) NOT NULL,
    state character varying(12) NOT NULL,
    counts jsonb NOT NULL,
    message character varying(300) NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    committed_at timestamp with time zone,
    undone_at timestamp with time zone,
    county_id bigint NOT NULL,
    job_id bigint,
    school_id bigint NOT NULL,
    uploaded_by_id bigint NOT NULL,
    CONSTRAINT children_rosterimport_size_check CHECK ((size >= 0))
);

ALTER TABLE ONLY public.children_rosterimport FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE children_rosterimport; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.children_rosterimport IS 'rls 384eab73d2f8b8cd';


--
-- Name: children_rosterimport_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.children_rosterimport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.children_rosterimport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: dashboards_schoolquarter; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dashboards_schoolquarter (
    id bigint NOT NULL,
    year smallint NOT NULL,
    quarter smallint NOT NULL,
    as_of timestamp with time zone NOT NULL,
    pupils integer NOT NULL,
    reported integer NOT NULL,
    d1 integer NOT NULL,
    d2 integer NOT NULL,
    d3 integer NOT NULL,
    d1_unknown integer NOT NULL,
    d2_unknown integer NOT NULL,
    d3_unknown integer NOT NULL,
    surveyed integer NOT NULL,
    entitled integer NOT NULL,
    case_files integer NOT NULL,
    children integer NOT NULL,
    case_files_complete integer NOT NULL,
    cards integer NOT NULL,
    phones integer NOT NULL,
    paired integer NOT NULL,
    talks_due integer NOT NULL,
    talks_done integer NOT NULL,
    visits_due integer NOT NULL,
    visits_done integer NOT NULL,
    calls_due integer NOT NULL,
    calls_done integer NOT NULL,
    checkups_due integer NOT NULL,
    checkups_done integer NOT NULL,
    findings integer NOT NULL,
    findings_notified integer NOT NULL,
    findings_closed integer NOT NULL,
    score numeric(6,2),
    score_out_of numeric(6,2),
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    CONSTRAINT dashboards_schoolquarter_calls_done_check CHECK ((calls_done >= 0)),
    CONSTRAINT dashboards_schoolquarter_calls_due_check CHECK ((calls_due >= 0)),
    CONSTRAINT dashboards_schoolquarter_cards_check CHECK ((cards >= 0)),
    CONSTRAINT dashboards_schoolquarter_case_files_check CHECK ((case_files >= 0)),
    CONSTRAINT dashboards_schoolquarter_case_files_complete_check CHECK ((case_files_complete >= 0)),
    CONSTRAINT dashboards_schoolquarter_checkups_done_check CHECK ((checkups_done >= 0)),
    CONSTRAINT dashboards_schoolquarter_checkups_due_check CHECK ((checkups_due >= 0)),
    CONSTRAINT dashboards_schoolquarter_children_check CHECK ((children >= 0)),
    CONSTRAINT dashboards_schoolquarter_d1_check CHECK ((d1 >= 0)),
    CONSTRAINT dashboards_schoolquarter_d1_unknown_check CHECK ((d1_unknown >= 0)),
    CONSTRAINT dashboards_schoolquarter_d2_check CHECK ((d2 >= 0)),
    CONSTRAINT dashboards_schoolquarter_d2_unknown_check CHECK ((d2_unknown >= 0)),
    CONSTRAINT dashboards_schoolquarter_d3_check CHECK ((d3 >= 0)),
    CONSTRAINT dashboards_schoolquarter_d3_unknown_check CHECK ((d3_unknown >= 0)),
    CONSTRAINT dashboards_schoolquarter_entitled_check CHECK ((entitled >= 0)),
    CONSTRAINT dashboards_schoolquarter_findings_check CHECK ((findings >= 0)),
    CONSTRAINT dashboards_schoolquarter_findings_closed_check CHECK ((findings_closed >= 0)),
    CONSTRAINT dashboards_schoolquarter_findings_notified_check CHECK ((findings_notified >= 0)),
    CONSTRAINT dashboards_schoolquarter_paired_check CHECK ((paired >= 0)),
    CONSTRAINT dashboards_schoolquarter_phones_check CHECK ((phones >= 0)),
    CONSTRAINT dashboards_schoolquarter_pupils_check CHECK ((pupils >= 0)),
    CONSTRAINT dashboards_schoolquarter_quarter_check CHECK ((quarter >= 0)),
    CONSTRAINT dashboards_schoolquarter_reported_check CHECK ((reported >= 0)),
    CONSTRAINT dashboards_schoolquarter_surveyed_check CHECK ((surveyed >= 0)),
    CONSTRAINT dashboards_schoolquarter_talks_done_check CHECK ((talks_done >= 0)),
    CONSTRAINT dashboards_schoolquarter_talks_due_check CHECK ((talks_due >= 0)),
    CONSTRAINT dashboards_schoolquarter_visits_done_check CHECK ((visits_done >= 0)),
    CONSTRAINT dashboards_schoolquarter_visits_due_check CHECK ((visits_due >= 0)),
    CONSTRAINT dashboards_schoolquarter_year_check CHECK ((year >= 0))
);

ALTER TABLE ONLY public.dashboards_schoolquarter FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE dashboards_schoolquarter; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.dashboards_schoolquarter IS 'rls f060722b50aa7359';


--
-- Name: dashboards_schoolquarter_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.dashboards_schoolquarter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dashboards_schoolquarter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: dashboards_schoolweek; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dashboards_schoolweek (
    id bigint NOT NULL,
    starts_on date NOT NULL,
    talks integer NOT NULL,
    visits integer NOT NULL,
    calls integer NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    CONSTRAINT dashboards_schoolweek_calls_check CHECK ((calls >= 0)),
    CONSTRAINT dashboards_schoolweek_talks_check CHECK ((talks >= 0)),
    CONSTRAINT dashboards_schoolweek_visits_check CHECK ((visits >= 0))
);

ALTER TABLE ONLY public.dashboards_schoolweek FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE dashboards_schoolweek; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.dashboards_schoolweek IS 'rls a4e2e4681b6bd085';


--
-- Name: dashboards_schoolweek_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.dashboards_schoolweek ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.dashboards_schoolweek_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: dashboards_stalerollup; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dashboards_stalerollup (
    id uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    source character varying(40) DEFAULT ''::character varying NOT NULL
);

ALTER TABLE ONLY public.dashboards_stalerollup FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE dashboards_stalerollup; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.dashboards_stalerollup IS 'rls ac96ba69cc91222d';


--
-- Name: django_content_type; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


--
-- Name: TABLE django_content_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.django_content_type IS 'rls a28271e2f133b2f0';


--
-- Name: django_content_type_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


--
-- Name: TABLE django_migrations; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.django_migrations IS 'rls c5d3981a6780ce4f';


--
-- Name: django_migrations_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);


--
-- Name: TABLE django_session; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.django_session IS 'rls bfbfef1d437b15bb';


--
-- Name: guardian_groupobjectpermission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.guardian_groupobjectpermission (
    id integer NOT NULL,
    object_pk character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


--
-- Name: TABLE guardian_groupobjectpermission; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.guardian_groupobjectpermission IS 'rls 99f3ef36d81fbb4d';


--
-- Name: guardian_groupobjectpermission_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.guardian_groupobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.guardian_groupobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: guardian_userobjectpermission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.guardian_userobjectpermission (
    id integer NOT NULL,
    object_pk character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    permission_id integer NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: TABLE guardian_userobjectpermission; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.guardian_userobjectpermission IS 'rls 52c3540b7634032f';


--
-- Name: guardian_userobjectpermission_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.guardian_userobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.guardian_userobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: health_appointment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.health_appointment (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    date date NOT NULL,
    expected integer NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    school_class_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    clinic_id bigint NOT NULL,
    CONSTRAINT health_appointment_expected_check CHECK ((expected >= 0))
);

ALTER TABLE ONLY public.health_appointment FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE health_appointment; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.health_appointment IS 'rls 203de9f5d8bd7bdf';


--
-- Name: health_appointment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.health_appointment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.health_appointment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: health_campaign; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.health_campaign (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    title character varying(120) NOT NULL,
    begins_on date NOT NULL,
    ends_on date NOT NULL,
    state character varying(10) NOT NULL,
    message character varying(300) NOT NULL,
    planned_at timestamp with time zone,
    unplaced jsonb NOT NULL,
    county_id bigint NOT NULL,
    job_id bigint,
    opened_by_id bigint NOT NULL,
    term_id bigint NOT NULL,
    CONSTRAINT campaign_dates CHECK ((ends_on >= begins_on))
);

ALTER TABLE ONLY public.health_campaign FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE health_campaign; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.health_campaign IS 'rls 17b429c96da35d4d';


--
-- Name: health_campaign_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.health_campaign ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.health_campaign_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: health_campaignclinic; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.health_campaignclinic (
    id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    county_id bigint NOT NULL,
    clinic_id bigint NOT NULL
);

ALTER TABLE ONLY public.health_campaignclinic FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE health_campaignclinic; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.health_campaignclinic IS 'rls 72d01cc540187858';


--
-- Name: health_campaignclinic_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.health_campaignclinic ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.health_campaignclinic_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: health_checkup; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.health_checkup (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    state character varying(10) NOT NULL,
    taken_on date,
    entered_at timestamp with time zone,
    appointment_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    county_id bigint NOT NULL,
    entered_by_id bigint,
    pupil_id bigint NOT NULL,
    school_id bigint NOT NULL
);

ALTER TABLE ONLY public.health_checkup FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE health_checkup; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.health_checkup IS 'rls 068f6f7d68f45e52';


--
-- Name: health_checkup_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.health_checkup ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.health_checkup_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: health_clinic; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.health_clinic (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(80) NOT NULL,
    capacity integer NOT NULL,
    county_id bigint NOT NULL,
    region_id bigint,
    CONSTRAINT clinic_capacity CHECK ((capacity >= 1)),
    CONSTRAINT health_clinic_capacity_check CHECK ((capacity >= 0))
);

ALTER TABLE ONLY public.health_clinic FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE health_clinic; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.health_clinic IS 'rls 1de3577fadd522f3';


--
-- Name: health_clinic_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.health_clinic ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.health_clinic_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: health_finding; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.health_finding (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(30) NOT NULL,
    interpretation character varying(30) NOT NULL,
    value character varying(40) NOT NULL,
    "limit" character varying(40) NOT NULL,
    standard character varying(60) NOT NULL,
    state character varying(20) NOT NULL,
    found_on date NOT NULL,
    guardian_notified_on date,
    guardian_responded_on date,
    closed_on date,
    checkup_id bigint NOT NULL,
    county_id bigint NOT NULL,
    pupil_id bigint NOT NULL,
    school_id bigint NOT NULL,
    CONSTRAINT finding_closed_has_date CHECK (((((state)::text = 'closed'::text) AND (closed_on IS NOT NULL)) OR ((NOT ((state)::text = 'closed'::text)) AND (closed_on IS NULL))))
);

ALTER TABLE ONLY public.health_finding FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE health_finding; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.health_finding IS 'rls 590874778302562b';


--
-- Name: health_finding_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.health_finding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.health_finding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: health_measurements; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.health_measurements (
    id bigint NOT NULL,
    height_cm numeric(4,1),
    weight_kg numeric(4,1),
    vision_left numeric(2,1),
    vision_right numeric(2,1),
    systolic smallint,
    diastolic smallint,
    checkup_id bigint NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    CONSTRAINT health_measurements_diastolic_check CHECK ((diastolic >= 0)),
    CONSTRAINT health_measurements_systolic_check CHECK ((systolic >= 0))
);

ALTER TABLE ONLY public.health_measurements FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE health_measurements; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.health_measurements IS 'rls 4de29d3269dae83c';


--
-- Name: health_measurements_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.health_measurements ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.health_measurements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: jobs_idempotencykey; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.jobs_idempotencykey (
    id uuid NOT NULL,
    key_hash character varying(64) NOT NULL,
    request_hash character varying(64) NOT NULL,
    response_status smallint NOT NULL,
    response_body bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT jobs_idempotencykey_response_status_check CHECK ((response_status >= 0))
);

ALTER TABLE ONLY public.jobs_idempotencykey FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE jobs_idempotencykey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.jobs_idempotencykey IS 'rls b1a08b2560178273';


--
-- Name: jobs_job; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.jobs_job (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    subject uuid,
    arguments jsonb NOT NULL,
    state character varying(10) NOT NULL,
    progress integer NOT NULL,
    total integer NOT NULL,
    message character varying(300) NOT NULL,
    result jsonb NOT NULL,
    requested_as character varying(20) NOT NULL,
    membership_id bigint,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    attempts smallint NOT NULL,
    lease_until timestamp with time zone,
    lease_token uuid,
    county_id bigint NOT NULL,
    requested_by_id bigint,
    school_id bigint,
    CONSTRAINT jobs_job_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT jobs_job_progress_check CHECK ((progress >= 0)),
    CONSTRAINT jobs_job_total_check CHECK ((total >= 0))
);

ALTER TABLE ONLY public.jobs_job FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE jobs_job; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.jobs_job IS 'rls 2476eef1b0329989';


--
-- Name: jobs_job_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.jobs_job ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.jobs_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: jobs_occurrence; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.jobs_occurrence (
    id bigint NOT NULL,
    schedule character varying(60) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    result_count integer NOT NULL,
    failures integer NOT NULL,
    skip_reason character varying(12) NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint,
    CONSTRAINT jobs_occurrence_failures_check CHECK ((failures >= 0)),
    CONSTRAINT jobs_occurrence_result_count_check CHECK ((result_count >= 0))
);

ALTER TABLE ONLY public.jobs_occurrence FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE jobs_occurrence; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.jobs_occurrence IS 'rls ef4f1bed9694a214';


--
-- Name: jobs_occurrence_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.jobs_occurrence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.jobs_occurrence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: knox_authtoken; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.knox_authtoken (
    digest character varying(128) NOT NULL,
    created timestamp with time zone NOT NULL,
    user_id bigint NOT NULL,
    expiry timestamp with time zone,
    token_key character varying(25) NOT NULL
);


--
-- Name: TABLE knox_authtoken; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.knox_authtoken IS 'rls b944def98c673ee1';


--
-- Name: mfa_authenticator; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);


--
-- Name: TABLE mfa_authenticator; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.mfa_authenticator IS 'rls 7b45aa3ceb3cb7a0';


--
-- Name: mfa_authenticator_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: monitoring_queueheartbeat; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.monitoring_queueheartbeat (
    id bigint NOT NULL,
    queue character varying(20) NOT NULL,
    sent_at timestamp with time zone,
    received_at timestamp with time zone
);


--
-- Name: TABLE monitoring_queueheartbeat; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.monitoring_queueheartbeat IS 'rls df6a5c3ac0b9947a';


--
-- Name: monitoring_queueheartbeat_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.monitoring_queueheartbeat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.monitoring_queueheartbeat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notify_channelbreaker; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notify_channelbreaker (
    id bigint NOT NULL,
    channel character varying(10) NOT NULL,
    failures integer NOT NULL,
    open_until timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT notify_channelbreaker_failures_check CHECK ((failures >= 0))
);


--
-- Name: TABLE notify_channelbreaker; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.notify_channelbreaker IS 'rls 79e63dacb8d708f5';


--
-- Name: notify_channelbreaker_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.notify_channelbreaker ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_channelbreaker_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notify_delivery; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notify_delivery (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    channel character varying(10) NOT NULL,
    fallback_order smallint NOT NULL,
    state character varying(10) NOT NULL,
    is_urgent boolean NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    delay_reason character varying(15) NOT NULL,
    attempt_count smallint NOT NULL,
    lease_until timestamp with time zone,
    lease_token uuid,
    sent_at timestamp with time zone,
    error character varying(200) NOT NULL,
    receipt character varying(12) NOT NULL,
    receipt_at timestamp with time zone,
    resolved_at timestamp with time zone,
    county_id bigint NOT NULL,
    merged_into_id bigint,
    resolved_by_id bigint,
    school_id bigint,
    integration_id bigint,
    notification_id bigint NOT NULL,
    CONSTRAINT notify_delivery_attempt_count_check CHECK ((attempt_count >= 0)),
    CONSTRAINT notify_delivery_fallback_order_check CHECK ((fallback_order >= 0))
);

ALTER TABLE ONLY public.notify_delivery FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE notify_delivery; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.notify_delivery IS 'rls 82e26d1e55e9a429';


--
-- Name: notify_delivery_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.notify_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notify_deliveryattempt; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notify_deliveryattempt (
    id uuid NOT NULL,
    number smallint NOT NULL,
    channel character varying(10) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    provider_id character varying(80) NOT NULL,
    reason character varying(80) NOT NULL,
    county_id bigint NOT NULL,
    delivery_id bigint NOT NULL,
    school_id bigint,
    CONSTRAINT notify_deliveryattempt_number_check CHECK ((number >= 0))
);

ALTER TABLE ONLY public.notify_deliveryattempt FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE notify_deliveryattempt; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.notify_deliveryattempt IS 'rls 75adb6edad8c0085';


--
-- Name: notify_deliveryreceipt; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notify_deliveryreceipt (
    id uuid NOT NULL,
    provider_id character varying(80) NOT NULL,
    delivery_id uuid,
    status character varying(12) NOT NULL,
    received_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE notify_deliveryreceipt; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.notify_deliveryreceipt IS 'rls 0dc8d1edf114014c';


--
-- Name: notify_integration; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notify_integration (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    channel character varying(10) NOT NULL,
    name character varying(60) NOT NULL,
    address bytea NOT NULL,
    secret bytea,
    kinds jsonb NOT NULL,
    is_enabled boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    county_id bigint NOT NULL,
    created_by_id bigint NOT NULL,
    school_id bigint,
    CONSTRAINT integration_channel CHECK (((channel)::text = ANY ((ARRAY['wecom'::character varying, 'dingtalk'::character varying, 'webhook'::character varying])::text[])))
);

ALTER TABLE ONLY public.notify_integration FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE notify_integration; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.notify_integration IS 'rls bac37e78a3f82814';


--
-- Name: notify_integration_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.notify_integration ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_integration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notify_notification; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notify_notification (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    dedupe_key character varying(200) NOT NULL,
    kind character varying(60) NOT NULL,
    urgency character varying(15) NOT NULL,
    audience character varying(10) NOT NULL,
    recipient_name character varying(60) NOT NULL,
    title character varying(120) NOT NULL,
    body character varying(500) NOT NULL,
    variables jsonb NOT NULL,
    path character varying(200) NOT NULL,
    subject_id uuid,
    child_id uuid,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    requires_acknowledgement boolean NOT NULL,
    acknowledged_at timestamp with time zone,
    snoozed_until date,
    snooze_reason character varying(120) NOT NULL,
    escalation_level smallint NOT NULL,
    acknowledged_by_id bigint,
    county_id bigint NOT NULL,
    escalated_from_id bigint,
    occurrence_id bigint,
    recipient_id bigint,
    school_id bigint,
    CONSTRAINT notify_notification_escalation_level_check CHECK ((escalation_level >= 0))
);

ALTER TABLE ONLY public.notify_notification FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE notify_notification; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.notify_notification IS 'rls 351f8f9f974acd7f';


--
-- Name: notify_notification_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.notify_notification ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notify_optout; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notify_optout (
    id uuid NOT NULL,
    channel character varying(10) NOT NULL,
    address_index character varying(64) NOT NULL,
    opted_out_at timestamp with time zone NOT NULL,
    source character varying(60) NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint
);

ALTER TABLE ONLY public.notify_optout FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE notify_optout; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.notify_optout IS 'rls 187e01256924475e';


--
-- Name: notify_recipientaddress; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notify_recipientaddress (
    id uuid NOT NULL,
    address bytea NOT NULL,
    address_index character varying(64) NOT NULL,
    works_from time without time zone,
    works_until time without time zone,
    county_id bigint NOT NULL,
    delivery_id bigint NOT NULL,
    school_id bigint
);

ALTER TABLE ONLY public.notify_recipientaddress FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE notify_recipientaddress; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.notify_recipientaddress IS 'rls 4f49954d3a6b82a8';


--
-- Name: notify_systemincident; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notify_systemincident (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    source character varying(80) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    seen_count integer NOT NULL,
    closed_at timestamp with time zone,
    closed_by_id bigint,
    county_id bigint NOT NULL,
    school_id bigint,
    CONSTRAINT notify_systemincident_seen_count_check CHECK ((seen_count >= 0))
);

ALTER TABLE ONLY public.notify_systemincident FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE notify_systemincident; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.notify_systemincident IS 'rls feefbf1e2490783e';


--
-- Name: notify_systemincident_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.notify_systemincident ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notify_systemincident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: plans_deadline; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plans_deadline (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    title character varying(60) NOT NULL,
    kind character varying(10) NOT NULL,
    due_on date NOT NULL,
    set_at timestamp with time zone NOT NULL,
    county_id bigint NOT NULL,
    set_by_id bigint
);

ALTER TABLE ONLY public.plans_deadline FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE plans_deadline; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.plans_deadline IS 'rls 0791313b5edc767d';


--
-- Name: plans_deadline_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.plans_deadline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_deadline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: plans_deadlinesubmission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plans_deadlinesubmission (
    id bigint NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    county_id bigint NOT NULL,
    deadline_id bigint NOT NULL,
    school_id bigint NOT NULL,
    submitted_by_id bigint NOT NULL
);

ALTER TABLE ONLY public.plans_deadlinesubmission FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE plans_deadlinesubmission; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.plans_deadlinesubmission IS 'rls 7c7d20979be86ec8';


--
-- Name: plans_deadlinesubmission_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.plans_deadlinesubmission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_deadlinesubmission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: plans_leadinggroupmember; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plans_leadinggroupmember (
    id bigint NOT NULL,
    role character varying(10) NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    plan_id bigint NOT NULL
);

ALTER TABLE ONLY public.plans_leadinggroupmember FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE plans_leadinggroupmember; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.plans_leadinggroupmember IS 'rls ff00b8a39e83f790';


--
-- Name: plans_leadinggroupmember_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.plans_leadinggroupmember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_leadinggroupmember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: plans_requiredfrequency; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plans_requiredfrequency (
    id bigint NOT NULL,
    activity character varying(20) NOT NULL,
    count smallint NOT NULL,
    period_unit character varying(10) NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    CONSTRAINT frequency_count CHECK (((count >= 1) AND (count <= 10))),
    CONSTRAINT plans_requiredfrequency_count_check CHECK ((count >= 0))
);

ALTER TABLE ONLY public.plans_requiredfrequency FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE plans_requiredfrequency; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.plans_requiredfrequency IS 'rls 89975b4901891adb';


--
-- Name: plans_requiredfrequency_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.plans_requiredfrequency ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_requiredfrequency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: plans_workplan; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plans_workplan (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    title character varying(120) NOT NULL,
    goals text NOT NULL,
    state character varying(10) NOT NULL,
    approved_at timestamp with time zone,
    approved_by_id bigint,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    term_id bigint NOT NULL
);

ALTER TABLE ONLY public.plans_workplan FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE plans_workplan; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.plans_workplan IS 'rls 6a1ba74ee6d2414f';


--
-- Name: plans_workplan_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.plans_workplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plans_workplan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reminders_evaluationcheckpoint; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reminders_evaluationcheckpoint (
    id bigint NOT NULL,
    evaluated_until timestamp with time zone NOT NULL,
    county_id bigint NOT NULL
);

ALTER TABLE ONLY public.reminders_evaluationcheckpoint FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE reminders_evaluationcheckpoint; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.reminders_evaluationcheckpoint IS 'rls b672b2d80a350f4c';


--
-- Name: reminders_evaluationcheckpoint_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reminders_evaluationcheckpoint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reminders_evaluationcheckpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reminders_notificationtemplate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reminders_notificationtemplate (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    language character varying(10) NOT NULL,
    version integer NOT NULL,
    title character varying(120) NOT NULL,
    body character varying(500) NOT NULL,
    effective_from timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone,
    county_id bigint NOT NULL,
    created_by_id bigint,
    CONSTRAINT reminders_notificationtemplate_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY public.reminders_notificationtemplate FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE reminders_notificationtemplate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.reminders_notificationtemplate IS 'rls 584c9f9a5d4b72ea';


--
-- Name: reminders_notificationtemplate_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reminders_notificationtemplate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reminders_notificationtemplate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reminders_reminderrule; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reminders_reminderrule (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    version integer NOT NULL,
    is_enabled boolean NOT NULL,
    offset_days smallint NOT NULL,
    repeat_every_days smallint NOT NULL,
    repeat_until_days smallint NOT NULL,
    day_counting character varying(10) NOT NULL,
    send_at time without time zone NOT NULL,
    channels character varying(10)[] NOT NULL,
    escalation_days smallint[] NOT NULL,
    catch_up character varying(10) NOT NULL,
    expires_after_hours smallint NOT NULL,
    effective_from timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone,
    county_id bigint NOT NULL,
    created_by_id bigint,
    CONSTRAINT reminders_reminderrule_expires_after_hours_check CHECK ((expires_after_hours >= 0)),
    CONSTRAINT reminders_reminderrule_repeat_every_days_check CHECK ((repeat_every_days >= 0)),
    CONSTRAINT reminders_reminderrule_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY public.reminders_reminderrule FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE reminders_reminderrule; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.reminders_reminderrule IS 'rls 2fc67e1b95696644';


--
-- Name: reminders_reminderrule_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reminders_reminderrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reminders_reminderrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reminders_schoolreminderrule; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reminders_schoolreminderrule (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    version integer NOT NULL,
    is_enabled boolean NOT NULL,
    offset_days smallint NOT NULL,
    repeat_every_days smallint NOT NULL,
    repeat_until_days smallint NOT NULL,
    day_counting character varying(10) NOT NULL,
    send_at time without time zone NOT NULL,
    channels character varying(10)[] NOT NULL,
    escalation_days smallint[] NOT NULL,
    catch_up character varying(10) NOT NULL,
    expires_after_hours smallint NOT NULL,
    effective_from timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone,
    county_id bigint NOT NULL,
    created_by_id bigint,
    school_id bigint NOT NULL,
    CONSTRAINT reminders_schoolreminderrule_expires_after_hours_check CHECK ((expires_after_hours >= 0)),
    CONSTRAINT reminders_schoolreminderrule_repeat_every_days_check CHECK ((repeat_every_days >= 0)),
    CONSTRAINT reminders_schoolreminderrule_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY public.reminders_schoolreminderrule FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE reminders_schoolreminderrule; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.reminders_schoolreminderrule IS 'rls aee180b6b13a81b3';


--
-- Name: reminders_schoolreminderrule_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reminders_schoolreminderrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reminders_schoolreminderrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_county; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_county (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(60) NOT NULL,
    code character varying(6) NOT NULL,
    live_from timestamp with time zone
);

ALTER TABLE ONLY public.schools_county FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_county; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_county IS 'rls a26cf9d6411f8111';


--
-- Name: schools_county_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_county ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_county_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_officer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_officer (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(60) NOT NULL,
    email character varying(254) NOT NULL,
    language character varying(10) NOT NULL,
    county_id bigint NOT NULL,
    user_id bigint
);

ALTER TABLE ONLY public.schools_officer FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_officer; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_officer IS 'rls 088255f1445e375f';


--
-- Name: schools_officer_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_officer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_officer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_region; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_region (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(60) NOT NULL,
    county_id bigint NOT NULL
);

ALTER TABLE ONLY public.schools_region FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_region; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_region IS 'rls 19bfa9d87a6166e1';


--
-- Name: schools_region_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_region ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_region_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_school; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_school (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(80) NOT NULL,
    code character varying(10) NOT NULL,
    kind character varying(20) NOT NULL,
    is_open boolean NOT NULL,
    county_id bigint NOT NULL,
    region_id bigint NOT NULL
);

ALTER TABLE ONLY public.schools_school FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_school; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_school IS 'rls 7ebf6f346ed4817a';


--
-- Name: schools_school_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_school ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_school_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_schoolclass; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_schoolclass (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    entry_year smallint NOT NULL,
    entry_grade smallint NOT NULL,
    number smallint NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    site_id bigint NOT NULL,
    class_teacher_id bigint,
    CONSTRAINT schools_schoolclass_entry_grade_check CHECK ((entry_grade >= 0)),
    CONSTRAINT schools_schoolclass_entry_year_check CHECK ((entry_year >= 0)),
    CONSTRAINT schools_schoolclass_number_check CHECK ((number >= 0))
);

ALTER TABLE ONLY public.schools_schoolclass FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_schoolclass; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_schoolclass IS 'rls 015b468ce58a7edd';


--
-- Name: schools_schoolclass_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_schoolclass ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_schoolclass_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_schoolday; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_schoolday (
    id bigint NOT NULL,
    date date NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(40) NOT NULL,
    source character varying(120) NOT NULL,
    county_id bigint NOT NULL,
    term_id bigint NOT NULL
);

ALTER TABLE ONLY public.schools_schoolday FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_schoolday; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_schoolday IS 'rls 581e637a8529cb0d';


--
-- Name: schools_schoolday_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_schoolday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_schoolday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_schooldayoverride; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_schooldayoverride (
    id bigint NOT NULL,
    date date NOT NULL,
    kind character varying(10) NOT NULL,
    reason character varying(120) NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL
);

ALTER TABLE ONLY public.schools_schooldayoverride FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_schooldayoverride; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_schooldayoverride IS 'rls e2575239bf5d54b5';


--
-- Name: schools_schooldayoverride_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_schooldayoverride ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_schooldayoverride_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_site; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_site (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(20) NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL
);

ALTER TABLE ONLY public.schools_site FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_site; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_site IS 'rls 06b6b83678ecf615';


--
-- Name: schools_site_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_site ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_staff; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_staff (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    name character varying(60) NOT NULL,
    pinyin character varying(200) NOT NULL,
    initials character varying(40) NOT NULL,
    sex character varying(1) NOT NULL,
    subject character varying(30) NOT NULL,
    email character varying(254) NOT NULL,
    language character varying(10) NOT NULL,
    is_active boolean NOT NULL,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    site_id bigint NOT NULL,
    user_id bigint
);

ALTER TABLE ONLY public.schools_staff FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_staff; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_staff IS 'rls ff20749f699dfce5';


--
-- Name: schools_staff_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_staff ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_staff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_staffprivate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_staffprivate (
    id bigint NOT NULL,
    seal_id uuid NOT NULL,
    phone bytea,
    county_id bigint NOT NULL,
    school_id bigint NOT NULL,
    staff_id bigint NOT NULL
);

ALTER TABLE ONLY public.schools_staffprivate FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_staffprivate; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_staffprivate IS 'rls 58489a1308b60a38';


--
-- Name: schools_staffprivate_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_staffprivate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_staffprivate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_term; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_term (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    school_year smallint NOT NULL,
    season character varying(10) NOT NULL,
    begins_on date NOT NULL,
    ends_on date NOT NULL,
    county_id bigint NOT NULL,
    CONSTRAINT schools_term_school_year_check CHECK ((school_year >= 0)),
    CONSTRAINT term_runs_forward CHECK ((ends_on > begins_on))
);

ALTER TABLE ONLY public.schools_term FORCE ROW LEVEL SECURITY;


--
-- Name: TABLE schools_term; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_term IS 'rls fc457e7b8d338070';


--
-- Name: schools_term_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.schools_term ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schools_term_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: schools_vaultkey; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.schools_vaultkey (
    name character varying(40) NOT NULL,
    fingerprint character varying(32) NOT NULL,
    added_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE schools_vaultkey; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.schools_vaultkey IS 'rls db96e0f65cc53d31';


--
-- Name: usersessions_usersession; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: TABLE usersessions_usersession; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.usersessions_usersession IS 'rls cee542a3ea1be97c';


--
-- Name: usersessions_usersession_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Data for Name: access_accountlink; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.access_accountlink VALUES
	(1, '01a22cbf-e2d8-7691-9dba-79bbcf1ef2a3', 'markac8b21d05a', 'county', '2026-11-30 13:58:22.680924+00', '2026-09-07 01:00:00+00', NULL, 1, NULL, 1, 1),
	(2, '01a22cbf-e546-77fe-8a97-67a607571885', 'mark165331f9f2', 'county', '2026-11-30 13:58:23.302077+00', '2026-09-07 01:00:00+00', NULL, 1, NULL, 2, 7),
	(3, '01a22cbf-e66d-7615-856c-16826af2fb84', 'markefe08b2018', 'county', '2026-11-30 13:58:23.597825+00', '2026-09-07 01:00:00+00', NULL, 2, NULL, 3, 13);


--
-- Data for Name: access_auditevent; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.access_auditevent VALUES
	('01a22cbf-e2e3-7042-ae08-7f95e5271f84', '2026-09-07 01:00:00+00', 'markac8b21d05a', 'markac8b21d05a', 'markac8b21d05a', '[]', 'markac8b21d05a', '{}', 1, 1, NULL),
	('01a22cbf-e54d-767b-a0ce-8d0d3ecda37f', '2026-09-07 01:00:00+00', 'mark165331f9f2', 'mark165331f9f2', 'mark165331f9f2', '[]', 'mark165331f9f2', '{}', 1, 2, NULL),
	('01a22cbf-e673-74d2-88f5-b4d1b33e1e37', '2026-09-07 01:00:00+00', 'markefe08b2018', 'markefe08b2018', 'markefe08b2018', '[]', 'markefe08b2018', '{}', 2, 3, NULL);


--
-- Data for Name: access_invitation; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.access_invitation VALUES
	(1, '01a22cbf-e2d2-7786-936d-2cf1bb9612b4', 'teacher', 'markac8b21d05a', 'markac8b21d05a', '2026-11-30 13:58:22.674933+00', '2036-09-04 01:00:00+00', NULL, NULL, 1, 1, 1, NULL, NULL),
	(2, '01a22cbf-e543-74ac-a2e0-279ac72ea267', 'teacher', 'mark165331f9f2', 'mark165331f9f2', '2026-11-30 13:58:23.29961+00', '2036-09-04 01:00:00+00', NULL, NULL, 1, 7, 2, NULL, NULL),
	(3, '01a22cbf-e668-77c3-830d-b6d303fa11eb', 'teacher', 'markefe08b2018', 'markefe08b2018', '2026-11-30 13:58:23.592107+00', '2036-09-04 01:00:00+00', NULL, NULL, 2, 13, 3, NULL, NULL);


--
-- Data for Name: access_membership; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.access_membership VALUES
	(1, '01a22cbf-df2e-72c3-97fc-6b93627144c4', 'head', '2026-08-01', NULL, 1, 1, 1, 1, NULL),
	(2, '01a22cbf-df46-753a-b70a-fab02b0ec6e0', 'school_admin', '2026-08-01', NULL, 1, 1, 2, 2, NULL),
	(3, '01a22cbf-df5b-7630-9c28-82178c1e2113', 'teacher', '2026-08-01', NULL, 1, 1, 3, 3, NULL),
	(4, '01a22cbf-df66-74a3-a149-68cf3cb744e1', 'teacher', '2026-08-01', NULL, 1, 1, 4, 4, NULL),
	(5, '01a22cbf-df71-70e5-adf0-62309bfa1b6f', 'nurse', '2026-08-01', NULL, 1, 1, 5, 5, NULL),
	(6, '01a22cbf-df86-74ac-9b36-3e26da925e7f', 'proxy_parent', '2026-08-01', NULL, 1, 1, 6, 6, NULL),
	(7, '01a22cbf-e011-7368-a820-3c609fddfc36', 'head', '2026-08-01', NULL, 1, 2, 7, 7, NULL),
	(8, '01a22cbf-e022-767c-b294-a4aea35422fe', 'school_admin', '2026-08-01', NULL, 1, 2, 8, 8, NULL),
	(9, '01a22cbf-e038-7424-a2a6-552ab524a565', 'teacher', '2026-08-01', NULL, 1, 2, 9, 9, NULL),
	(10, '01a22cbf-e044-7464-92ed-850dce9aab6e', 'teacher', '2026-08-01', NULL, 1, 2, 10, 10, NULL),
	(11, '01a22cbf-e057-700a-b33a-75477a96d903', 'nurse', '2026-08-01', NULL, 1, 2, 11, 11, NULL),
	(12, '01a22cbf-e06f-70d1-b828-470a8b0313ab', 'proxy_parent', '2026-08-01', NULL, 1, 2, 12, 12, NULL),
	(13, '01a22cbf-e10f-7131-8a6c-02d6b4f951e3', 'head', '2026-08-01', NULL, 2, 3, 13, 13, NULL),
	(14, '01a22cbf-e126-7017-9bf4-7f99c7cbc32c', 'school_admin', '2026-08-01', NULL, 2, 3, 14, 14, NULL),
	(15, '01a22cbf-e145-73bb-9759-e284a011133b', 'teacher', '2026-08-01', NULL, 2, 3, 15, 15, NULL),
	(16, '01a22cbf-e157-771c-a752-9c36245385f7', 'teacher', '2026-08-01', NULL, 2, 3, 16, 16, NULL),
	(17, '01a22cbf-e177-73ed-ad7a-adfefc491ee2', 'nurse', '2026-08-01', NULL, 2, 3, 17, 17, NULL),
	(18, '01a22cbf-e17d-71fc-8c6c-b1053c90770d', 'proxy_parent', '2026-08-01', NULL, 2, 3, 18, 18, NULL),
	(19, '01a22cbf-e1bc-7771-a61f-3def1ea268b9', 'auditor', '2026-08-01', NULL, 1, NULL, NULL, 19, 1),
	(20, '01a22cbf-e1d1-741c-9f27-c3b6fcddce23', 'county', '2026-08-01', NULL, 1, NULL, NULL, 20, 2),
	(21, '01a22cbf-e201-723c-99f8-4498e033417f', 'county_lead', '2026-08-01', NULL, 1, NULL, NULL, 21, 3),
	(22, '01a22cbf-e21f-70fd-bf63-5708a63ede60', 'leader', '2026-08-01', NULL, 1, NULL, NULL, 22, 4),
	(23, '01a22cbf-e260-73a7-a809-5ceb30f03c5f', 'county', '2026-08-01', NULL, 2, NULL, NULL, 23, 5),
	(24, '01a22cbf-e2cd-73c8-ba00-a7391ba17721', 'teacher', '2026-09-07', '2030-01-01', 1, 1, 19, 1, NULL),
	(25, '01a22cbf-e53f-7046-bdae-c3d0fdb852d2', 'teacher', '2026-09-07', '2030-01-01', 1, 2, 20, 7, NULL),
	(26, '01a22cbf-e664-7576-b200-d1bd45182195', 'teacher', '2026-09-07', '2030-01-01', 2, 3, 21, 13, NULL);


--
-- Data for Name: account_emailaddress; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: account_emailconfirmation; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_attempts; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_usedstep; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_user; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.accounts_user VALUES
	(1, 'md5$qBym2xGNe8p5IXDhCoJjMf$913ae0f014807bb083b6b768d9b4d596', NULL, false, 'head_a', true, '2026-11-30 13:58:19.727964+00', 0),
	(2, 'md5$ZJ17UsryoeX9MVLRxuRDvK$6093190364ceb8e5cbe0bf7962530b26', NULL, false, 'school_admin_a', true, '2026-11-30 13:58:19.821194+00', 0),
	(3, 'md5$uiASTGMWpR5dsiLD3mWgv9$cb2dad4344ec3bc948b60c961e04ae8b', NULL, false, 'wang_a', true, '2026-11-30 13:58:19.837287+00', 0),
	(4, 'md5$uNRuzU70zRGrWCjoH8Xjbd$de4c93011290f6e0b7319c7008b022ad', NULL, false, 'chen_a', true, '2026-11-30 13:58:19.861148+00', 0),
	(5, 'md5$0Zm4ApdGPSp3U1vnREqHyn$3ddd60e1a03af1c493d59ae4f2fb877a', NULL, false, 'nurse_a', true, '2026-11-30 13:58:19.876952+00', 0),
	(6, 'md5$wJi5QbYA4eIGtW8Q8JEsoD$616e866725db0a205572026ecae7083d', NULL, false, 'proxy_parent_a', true, '2026-11-30 13:58:19.89102+00', 0),
	(7, 'md5$GtUz574KNkde31bAvBSAOa$fab9d6dbc2da4a04e16eb3111da0111a', NULL, false, 'head_b', true, '2026-11-30 13:58:21.891582+00', 0),
	(8, 'md5$tMATTXjCPrl9jAYMv2frBH$acb47e35a3e98f9ba6c6608b750e99dc', NULL, false, 'school_admin_b', true, '2026-11-30 13:58:21.906003+00', 0),
	(9, 'md5$cF1dRNhFSUFRxEkr8jUbuo$e2f37c69df85961e59e1ca7785cb9d06', NULL, false, 'wang_b', true, '2026-11-30 13:58:21.923129+00', 0),
	(10, 'md5$8PZYwkzfLd4A2D1KSUMIm6$f739d12dcb292cf8493d296ea3564481', NULL, false, 'chen_b', true, '2026-11-30 13:58:21.927925+00', 0),
	(11, 'md5$HaeGuVNclNusR3y1tNuwCK$814998ce5566365756f38f54dbde3268', NULL, false, 'nurse_b', true, '2026-11-30 13:58:21.936504+00', 0),
	(12, 'md5$P7wwkmDwJcSrrVWkU7j7CI$0142fb0b6921c51e315e6671eaec03d1', NULL, false, 'proxy_parent_b', true, '2026-11-30 13:58:21.948926+00', 0),
	(13, 'md5$4ffq27yHyV5qRN9HDuz7tL$429de91f088f485e6d9ade24164ca077', NULL, false, 'head_c', true, '2026-11-30 13:58:22.124767+00', 0),
	(14, 'md5$YVslVRGMbmWlWpva540wvJ$0f819355b09c8560f119cea43758f219', NULL, false, 'school_admin_c', true, '2026-11-30 13:58:22.148333+00', 0),
	(15, 'md5$GiFMMlesEqHwP0lWB8ombK$16b8b77dd2394b93d9b837e622bafcb9', NULL, false, 'wang_c', true, '2026-11-30 13:58:22.163918+00', 0),
	(16, 'md5$kQBZlkTUNym3YwmxJ6koKg$b4eeb54155ecd50177f554151e40fa1e', NULL, false, 'chen_c', true, '2026-11-30 13:58:22.170594+00', 0),
	(17, 'md5$emhVQojEWCcArQmYZTTINc$adb1e92fed720e8bac4f002640662f4d', NULL, false, 'nurse_c', true, '2026-11-30 13:58:22.178784+00', 0),
	(18, 'md5$SCo3tiCxnbDjiMOFgx8Bav$6af11522fcb70c7576353f5348bf2ff4', NULL, false, 'proxy_parent_c', true, '2026-11-30 13:58:22.187582+00', 0),
	(19, 'md5$YIsx2SETEAJi4kCu9TnIBB$e21e5e322e8e94ad5dc52e8c6453bbb4', NULL, false, 'auditor_of_qinghe', true, '2026-11-30 13:58:22.365722+00', 0),
	(20, 'md5$pfdoWcichMwVbXn069Kqec$d51468d81003e9e075cf728c516211a6', NULL, false, 'county_of_qinghe', true, '2026-11-30 13:58:22.401047+00', 0),
	(21, 'md5$gHGZ0hhl08ZlJKvTQTl9lt$a7d589bd6735db712cde55f825dee33c', NULL, false, 'county_lead_of_qinghe', true, '2026-11-30 13:58:22.431694+00', 0),
	(22, 'md5$SxVv4yHY3cWaiU9KCIFHh9$80364f62fd6471ede5667b59f76be827', NULL, false, 'leader_of_qinghe', true, '2026-11-30 13:58:22.476956+00', 0),
	(23, 'md5$wq6ECV4PRsMZ7QN1l59hvI$785154ed83b1e44ff4fa1ae7e1d94e4a', NULL, false, 'county_of_yunling', true, '2026-11-30 13:58:22.529951+00', 0);


--
-- Data for Name: accounts_user_groups; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: accounts_user_user_permissions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: activities_dutyshift; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.activities_dutyshift VALUES
	(1, '01a22cbf-e4e9-777e-a05e-850820e988fa', '2026-09-07', '08:00:00', '09:00:00', 'markac8b21d05a', 1, 1, 19),
	(2, '01a22cbf-e620-75b8-9163-a83481917d05', '2026-09-07', '08:00:00', '09:00:00', 'mark165331f9f2', 1, 2, 20),
	(3, '01a22cbf-e763-77cc-81c2-e2c7fde37e0c', '2026-09-07', '08:00:00', '09:00:00', 'markefe08b2018', 2, 3, 21);


--
-- Data for Name: assessment_assessmentresult; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.assessment_assessmentresult VALUES
	(1, '01a22cbf-e502-75ed-a89f-e9d2801d31a9', 'school', 1.00, 1.00, NULL, NULL, 1, 1, NULL, 1),
	(2, '01a22cbf-e622-74fb-bb6b-091595379c9c', 'school', 1.00, 1.00, NULL, NULL, 1, 2, NULL, 1),
	(3, '01a22cbf-e775-75c6-9097-b0a8fdc4fe22', 'school', 1.00, 1.00, NULL, NULL, 2, 3, NULL, 2);


--
-- Data for Name: assessment_assessmentround; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.assessment_assessmentround VALUES
	(1, '01a22cbf-e4f9-735b-9088-074d2d77c8a9', 2034, 1, '2026-09-07', '2026-09-07', 'computed', NULL, NULL, 1, NULL, NULL, 1),
	(2, '01a22cbf-e76e-71e0-98a1-978afa457f61', 2040, 1, '2026-09-07', '2026-09-07', 'computed', NULL, NULL, 2, NULL, NULL, 2);


--
-- Data for Name: assessment_indicator; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.assessment_indicator VALUES
	(1, '01a22cbf-e4f3-753f-8b64-d3a51d86bac3', '6b06', 'markac8b21d05a', 'markac8b21d05a', 'school', 'leading_group', 1.00, 1, 1),
	(2, '01a22cbf-e76c-7669-aba5-4b2497f76f43', 'e8eb', 'markefe08b2018', 'markefe08b2018', 'school', 'leading_group', 1.00, 2, 2);


--
-- Data for Name: assessment_rubric; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.assessment_rubric VALUES
	(1, '01a22cbf-e4ee-7597-bec1-c71648d5081e', 'markac8b21d05a', 103, 'draft', 1),
	(2, '01a22cbf-e76a-7565-ab95-b1f063d034ce', 'markefe08b2018', 109, 'draft', 2);


--
-- Data for Name: assessment_score; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.assessment_score VALUES
	(1, '01a22cbf-e508-74a1-bff6-8b6a751ddea9', 1, 1, 1.00, '{}', '{}', 1, 1, 1, 1),
	(2, '01a22cbf-e629-7192-bdf1-462d22369ec5', 1, 1, 1.00, '{}', '{}', 1, 1, 2, 2),
	(3, '01a22cbf-e779-7536-b427-239bcfe41db2', 1, 1, 1.00, '{}', '{}', 2, 2, 3, 3);


--
-- Data for Name: auth_group; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: auth_group_permissions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: auth_permission; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.auth_permission VALUES
	(1, 'Can add permission', 1, 'add_permission'),
	(2, 'Can change permission', 1, 'change_permission'),
	(3, 'Can delete permission', 1, 'delete_permission'),
	(4, 'Can view permission', 1, 'view_permission'),
	(5, 'Can add group', 2, 'add_group'),
	(6, 'Can change group', 2, 'change_group'),
	(7, 'Can delete group', 2, 'delete_group'),
	(8, 'Can view group', 2, 'view_group'),
	(9, 'Can add content type', 3, 'add_contenttype'),
	(10, 'Can change content type', 3, 'change_contenttype'),
	(11, 'Can delete content type', 3, 'delete_contenttype'),
	(12, 'Can view content type', 3, 'view_contenttype'),
	(13, 'Can add session', 4, 'add_session'),
	(14, 'Can change session', 4, 'change_session'),
	(15, 'Can delete session', 4, 'delete_session'),
	(16, 'Can view session', 4, 'view_session'),
	(17, 'Can add group object permission', 5, 'add_groupobjectpermission'),
	(18, 'Can change group object permission', 5, 'change_groupobjectpermission'),
	(19, 'Can delete group object permission', 5, 'delete_groupobjectpermission'),
	(20, 'Can view group object permission', 5, 'view_groupobjectpermission'),
	(21, 'Can add user object permission', 6, 'add_userobjectpermission'),
	(22, 'Can change user object permission', 6, 'change_userobjectpermission'),
	(23, 'Can delete user object permission', 6, 'delete_userobjectpermission'),
	(24, 'Can view user object permission', 6, 'view_userobjectpermission'),
	(25, 'Can add email address', 7, 'add_emailaddress'),
	(26, 'Can change email address', 7, 'change_emailaddress'),
	(27, 'Can delete email address', 7, 'delete_emailaddress'),
	(28, 'Can view email address', 7, 'view_emailaddress'),
	(29, 'Can add email confirmation', 8, 'add_emailconfirmation'),
	(30, 'Can change email confirmation', 8, 'change_emailconfirmation'),
	(31, 'Can delete email confirmation', 8, 'delete_emailconfirmation'),
	(32, 'Can view email confirmation', 8, 'view_emailconfirmation'),
	(33, 'Can add authenticator', 9, 'add_authenticator'),
	(34, 'Can change authenticator', 9, 'change_authenticator'),
	(35, 'Can delete authenticator', 9, 'delete_authenticator'),
	(36, 'Can view authenticator', 9, 'view_authenticator'),
	(37, 'Can add user session', 10, 'add_usersession'),
	(38, 'Can change user session', 10, 'change_usersession'),
	(39, 'Can delete user session', 10, 'delete_usersession'),
	(40, 'Can view user session', 10, 'view_usersession'),
	(41, 'Can add access attempt', 11, 'add_accessattempt'),
	(42, 'Can change access attempt', 11, 'change_accessattempt'),
	(43, 'Can delete access attempt', 11, 'delete_accessattempt'),
	(44, 'Can view access attempt', 11, 'view_accessattempt'),
	(45, 'Can add access log', 12, 'add_accesslog'),
	(46, 'Can change access log', 12, 'change_accesslog'),
	(47, 'Can delete access log', 12, 'delete_accesslog'),
	(48, 'Can view access log', 12, 'view_accesslog'),
	(49, 'Can add access failure', 13, 'add_accessfailurelog'),
	(50, 'Can change access failure', 13, 'change_accessfailurelog');
INSERT INTO public.auth_permission VALUES
	(51, 'Can delete access failure', 13, 'delete_accessfailurelog'),
	(52, 'Can view access failure', 13, 'view_accessfailurelog'),
	(53, 'Can add access attempt expiration', 14, 'add_accessattemptexpiration'),
	(54, 'Can change access attempt expiration', 14, 'change_accessattemptexpiration'),
	(55, 'Can delete access attempt expiration', 14, 'delete_accessattemptexpiration'),
	(56, 'Can view access attempt expiration', 14, 'view_accessattemptexpiration'),
	(57, 'Can add auth token', 15, 'add_authtoken'),
	(58, 'Can change auth token', 15, 'change_authtoken'),
	(59, 'Can delete auth token', 15, 'delete_authtoken'),
	(60, 'Can view auth token', 15, 'view_authtoken'),
	(61, 'Can add user', 16, 'add_user'),
	(62, 'Can change user', 16, 'change_user'),
	(63, 'Can delete user', 16, 'delete_user'),
	(64, 'Can view user', 16, 'view_user'),
	(65, 'Can add attempts', 17, 'add_attempts'),
	(66, 'Can change attempts', 17, 'change_attempts'),
	(67, 'Can delete attempts', 17, 'delete_attempts'),
	(68, 'Can view attempts', 17, 'view_attempts'),
	(69, 'Can add used step', 18, 'add_usedstep'),
	(70, 'Can change used step', 18, 'change_usedstep'),
	(71, 'Can delete used step', 18, 'delete_usedstep'),
	(72, 'Can view used step', 18, 'view_usedstep'),
	(73, 'Can add county', 19, 'add_county'),
	(74, 'Can change county', 19, 'change_county'),
	(75, 'Can delete county', 19, 'delete_county'),
	(76, 'Can view county', 19, 'view_county'),
	(77, 'Can add officer', 20, 'add_officer'),
	(78, 'Can change officer', 20, 'change_officer'),
	(79, 'Can delete officer', 20, 'delete_officer'),
	(80, 'Can view officer', 20, 'view_officer'),
	(81, 'Can add region', 21, 'add_region'),
	(82, 'Can change region', 21, 'change_region'),
	(83, 'Can delete region', 21, 'delete_region'),
	(84, 'Can view region', 21, 'view_region'),
	(85, 'Can add school', 22, 'add_school'),
	(86, 'Can change school', 22, 'change_school'),
	(87, 'Can delete school', 22, 'delete_school'),
	(88, 'Can view school', 22, 'view_school'),
	(89, 'Can add school day override', 23, 'add_schooldayoverride'),
	(90, 'Can change school day override', 23, 'change_schooldayoverride'),
	(91, 'Can delete school day override', 23, 'delete_schooldayoverride'),
	(92, 'Can view school day override', 23, 'view_schooldayoverride'),
	(93, 'Can add site', 24, 'add_site'),
	(94, 'Can change site', 24, 'change_site'),
	(95, 'Can delete site', 24, 'delete_site'),
	(96, 'Can view site', 24, 'view_site'),
	(97, 'Can add staff', 25, 'add_staff'),
	(98, 'Can change staff', 25, 'change_staff'),
	(99, 'Can delete staff', 25, 'delete_staff'),
	(100, 'Can view staff', 25, 'view_staff');
INSERT INTO public.auth_permission VALUES
	(101, 'Can add school class', 26, 'add_schoolclass'),
	(102, 'Can change school class', 26, 'change_schoolclass'),
	(103, 'Can delete school class', 26, 'delete_schoolclass'),
	(104, 'Can view school class', 26, 'view_schoolclass'),
	(105, 'Can add staff private', 27, 'add_staffprivate'),
	(106, 'Can change staff private', 27, 'change_staffprivate'),
	(107, 'Can delete staff private', 27, 'delete_staffprivate'),
	(108, 'Can view staff private', 27, 'view_staffprivate'),
	(109, 'Can add term', 28, 'add_term'),
	(110, 'Can change term', 28, 'change_term'),
	(111, 'Can delete term', 28, 'delete_term'),
	(112, 'Can view term', 28, 'view_term'),
	(113, 'Can add school day', 29, 'add_schoolday'),
	(114, 'Can change school day', 29, 'change_schoolday'),
	(115, 'Can delete school day', 29, 'delete_schoolday'),
	(116, 'Can view school day', 29, 'view_schoolday'),
	(117, 'Can add vault key', 30, 'add_vaultkey'),
	(118, 'Can change vault key', 30, 'change_vaultkey'),
	(119, 'Can delete vault key', 30, 'delete_vaultkey'),
	(120, 'Can view vault key', 30, 'view_vaultkey'),
	(121, 'Can add invitation', 31, 'add_invitation'),
	(122, 'Can change invitation', 31, 'change_invitation'),
	(123, 'Can delete invitation', 31, 'delete_invitation'),
	(124, 'Can view invitation', 31, 'view_invitation'),
	(125, 'Can add audit event', 32, 'add_auditevent'),
	(126, 'Can change audit event', 32, 'change_auditevent'),
	(127, 'Can delete audit event', 32, 'delete_auditevent'),
	(128, 'Can view audit event', 32, 'view_auditevent'),
	(129, 'Can add membership', 33, 'add_membership'),
	(130, 'Can change membership', 33, 'change_membership'),
	(131, 'Can delete membership', 33, 'delete_membership'),
	(132, 'Can view membership', 33, 'view_membership'),
	(133, 'Can add account link', 34, 'add_accountlink'),
	(134, 'Can change account link', 34, 'change_accountlink'),
	(135, 'Can delete account link', 34, 'delete_accountlink'),
	(136, 'Can view account link', 34, 'view_accountlink'),
	(137, 'Can add idempotency key', 35, 'add_idempotencykey'),
	(138, 'Can change idempotency key', 35, 'change_idempotencykey'),
	(139, 'Can delete idempotency key', 35, 'delete_idempotencykey'),
	(140, 'Can view idempotency key', 35, 'view_idempotencykey'),
	(141, 'Can add job', 36, 'add_job'),
	(142, 'Can change job', 36, 'change_job'),
	(143, 'Can delete job', 36, 'delete_job'),
	(144, 'Can view job', 36, 'view_job'),
	(145, 'Can add occurrence', 37, 'add_occurrence'),
	(146, 'Can change occurrence', 37, 'change_occurrence'),
	(147, 'Can delete occurrence', 37, 'delete_occurrence'),
	(148, 'Can view occurrence', 37, 'view_occurrence'),
	(149, 'Can add channel breaker', 38, 'add_channelbreaker'),
	(150, 'Can change channel breaker', 38, 'change_channelbreaker');
INSERT INTO public.auth_permission VALUES
	(151, 'Can delete channel breaker', 38, 'delete_channelbreaker'),
	(152, 'Can view channel breaker', 38, 'view_channelbreaker'),
	(153, 'Can add delivery receipt', 39, 'add_deliveryreceipt'),
	(154, 'Can change delivery receipt', 39, 'change_deliveryreceipt'),
	(155, 'Can delete delivery receipt', 39, 'delete_deliveryreceipt'),
	(156, 'Can view delivery receipt', 39, 'view_deliveryreceipt'),
	(157, 'Can add integration', 40, 'add_integration'),
	(158, 'Can change integration', 40, 'change_integration'),
	(159, 'Can delete integration', 40, 'delete_integration'),
	(160, 'Can view integration', 40, 'view_integration'),
	(161, 'Can add notification', 41, 'add_notification'),
	(162, 'Can change notification', 41, 'change_notification'),
	(163, 'Can delete notification', 41, 'delete_notification'),
	(164, 'Can view notification', 41, 'view_notification'),
	(165, 'Can add delivery', 42, 'add_delivery'),
	(166, 'Can change delivery', 42, 'change_delivery'),
	(167, 'Can delete delivery', 42, 'delete_delivery'),
	(168, 'Can view delivery', 42, 'view_delivery'),
	(169, 'Can add opt out', 43, 'add_optout'),
	(170, 'Can change opt out', 43, 'change_optout'),
	(171, 'Can delete opt out', 43, 'delete_optout'),
	(172, 'Can view opt out', 43, 'view_optout'),
	(173, 'Can add recipient address', 44, 'add_recipientaddress'),
	(174, 'Can change recipient address', 44, 'change_recipientaddress'),
	(175, 'Can delete recipient address', 44, 'delete_recipientaddress'),
	(176, 'Can view recipient address', 44, 'view_recipientaddress'),
	(177, 'Can add system incident', 45, 'add_systemincident'),
	(178, 'Can change system incident', 45, 'change_systemincident'),
	(179, 'Can delete system incident', 45, 'delete_systemincident'),
	(180, 'Can view system incident', 45, 'view_systemincident'),
	(181, 'Can add delivery attempt', 46, 'add_deliveryattempt'),
	(182, 'Can change delivery attempt', 46, 'change_deliveryattempt'),
	(183, 'Can delete delivery attempt', 46, 'delete_deliveryattempt'),
	(184, 'Can view delivery attempt', 46, 'view_deliveryattempt'),
	(185, 'Can add evaluation checkpoint', 47, 'add_evaluationcheckpoint'),
	(186, 'Can change evaluation checkpoint', 47, 'change_evaluationcheckpoint'),
	(187, 'Can delete evaluation checkpoint', 47, 'delete_evaluationcheckpoint'),
	(188, 'Can view evaluation checkpoint', 47, 'view_evaluationcheckpoint'),
	(189, 'Can add notification template', 48, 'add_notificationtemplate'),
	(190, 'Can change notification template', 48, 'change_notificationtemplate'),
	(191, 'Can delete notification template', 48, 'delete_notificationtemplate'),
	(192, 'Can view notification template', 48, 'view_notificationtemplate'),
	(193, 'Can add reminder rule', 49, 'add_reminderrule'),
	(194, 'Can change reminder rule', 49, 'change_reminderrule'),
	(195, 'Can delete reminder rule', 49, 'delete_reminderrule'),
	(196, 'Can view reminder rule', 49, 'view_reminderrule'),
	(197, 'Can add school reminder rule', 50, 'add_schoolreminderrule'),
	(198, 'Can change school reminder rule', 50, 'change_schoolreminderrule'),
	(199, 'Can delete school reminder rule', 50, 'delete_schoolreminderrule'),
	(200, 'Can view school reminder rule', 50, 'view_schoolreminderrule');
INSERT INTO public.auth_permission VALUES
	(201, 'Can add queue heartbeat', 51, 'add_queueheartbeat'),
	(202, 'Can change queue heartbeat', 51, 'change_queueheartbeat'),
	(203, 'Can delete queue heartbeat', 51, 'delete_queueheartbeat'),
	(204, 'Can view queue heartbeat', 51, 'view_queueheartbeat'),
	(205, 'Can view child', 52, 'view_child'),
	(206, 'Can record care', 52, 'record_care'),
	(207, 'Can see the first name and nothing else', 52, 'view_name'),
	(208, 'Can add case assignment', 53, 'add_caseassignment'),
	(209, 'Can change case assignment', 53, 'change_caseassignment'),
	(210, 'Can delete case assignment', 53, 'delete_caseassignment'),
	(211, 'Can view case assignment', 53, 'view_caseassignment'),
	(212, 'Can add child grant', 54, 'add_childgrant'),
	(213, 'Can change child grant', 54, 'change_childgrant'),
	(214, 'Can delete child grant', 54, 'delete_childgrant'),
	(215, 'Can view child grant', 54, 'view_childgrant'),
	(216, 'Can add contact card', 55, 'add_contactcard'),
	(217, 'Can change contact card', 55, 'change_contactcard'),
	(218, 'Can delete contact card', 55, 'delete_contactcard'),
	(219, 'Can view contact card', 55, 'view_contactcard'),
	(220, 'Can add header alias', 56, 'add_headeralias'),
	(221, 'Can change header alias', 56, 'change_headeralias'),
	(222, 'Can delete header alias', 56, 'delete_headeralias'),
	(223, 'Can view header alias', 56, 'view_headeralias'),
	(224, 'Can add pupil', 57, 'add_pupil'),
	(225, 'Can change pupil', 57, 'change_pupil'),
	(226, 'Can delete pupil', 57, 'delete_pupil'),
	(227, 'Can view pupil', 57, 'view_pupil'),
	(228, 'Can add phone number', 58, 'add_phonenumber'),
	(229, 'Can change phone number', 58, 'change_phonenumber'),
	(230, 'Can delete phone number', 58, 'delete_phonenumber'),
	(231, 'Can view phone number', 58, 'view_phonenumber'),
	(232, 'Can add parent whereabouts', 59, 'add_parentwhereabouts'),
	(233, 'Can change parent whereabouts', 59, 'change_parentwhereabouts'),
	(234, 'Can delete parent whereabouts', 59, 'delete_parentwhereabouts'),
	(235, 'Can view parent whereabouts', 59, 'view_parentwhereabouts'),
	(236, 'Can add guardian', 60, 'add_guardian'),
	(237, 'Can change guardian', 60, 'change_guardian'),
	(238, 'Can delete guardian', 60, 'delete_guardian'),
	(239, 'Can view guardian', 60, 'view_guardian'),
	(240, 'Can add pupil private', 61, 'add_pupilprivate'),
	(241, 'Can change pupil private', 61, 'change_pupilprivate'),
	(242, 'Can delete pupil private', 61, 'delete_pupilprivate'),
	(243, 'Can view pupil private', 61, 'view_pupilprivate'),
	(244, 'Can add reported status', 62, 'add_reportedstatus'),
	(245, 'Can change reported status', 62, 'change_reportedstatus'),
	(246, 'Can delete reported status', 62, 'delete_reportedstatus'),
	(247, 'Can view reported status', 62, 'view_reportedstatus'),
	(248, 'Can add roster import', 63, 'add_rosterimport'),
	(249, 'Can change roster import', 63, 'change_rosterimport'),
	(250, 'Can delete roster import', 63, 'delete_rosterimport');
INSERT INTO public.auth_permission VALUES
	(251, 'Can view roster import', 63, 'view_rosterimport'),
	(252, 'Can add roster file', 64, 'add_rosterfile'),
	(253, 'Can change roster file', 64, 'change_rosterfile'),
	(254, 'Can delete roster file', 64, 'delete_rosterfile'),
	(255, 'Can view roster file', 64, 'view_rosterfile'),
	(256, 'Can add deadline', 65, 'add_deadline'),
	(257, 'Can change deadline', 65, 'change_deadline'),
	(258, 'Can delete deadline', 65, 'delete_deadline'),
	(259, 'Can view deadline', 65, 'view_deadline'),
	(260, 'Can add deadline submission', 66, 'add_deadlinesubmission'),
	(261, 'Can change deadline submission', 66, 'change_deadlinesubmission'),
	(262, 'Can delete deadline submission', 66, 'delete_deadlinesubmission'),
	(263, 'Can view deadline submission', 66, 'view_deadlinesubmission'),
	(264, 'Can add work plan', 67, 'add_workplan'),
	(265, 'Can change work plan', 67, 'change_workplan'),
	(266, 'Can delete work plan', 67, 'delete_workplan'),
	(267, 'Can view work plan', 67, 'view_workplan'),
	(268, 'Can add required frequency', 68, 'add_requiredfrequency'),
	(269, 'Can change required frequency', 68, 'change_requiredfrequency'),
	(270, 'Can delete required frequency', 68, 'delete_requiredfrequency'),
	(271, 'Can view required frequency', 68, 'view_requiredfrequency'),
	(272, 'Can add leading group member', 69, 'add_leadinggroupmember'),
	(273, 'Can change leading group member', 69, 'change_leadinggroupmember'),
	(274, 'Can delete leading group member', 69, 'delete_leadinggroupmember'),
	(275, 'Can view leading group member', 69, 'view_leadinggroupmember'),
	(276, 'Can add care record', 70, 'add_carerecord'),
	(277, 'Can change care record', 70, 'change_carerecord'),
	(278, 'Can delete care record', 70, 'delete_carerecord'),
	(279, 'Can view care record', 70, 'view_carerecord'),
	(280, 'Can add care note', 71, 'add_carenote'),
	(281, 'Can change care note', 71, 'change_carenote'),
	(282, 'Can delete care note', 71, 'delete_carenote'),
	(283, 'Can view care note', 71, 'view_carenote'),
	(284, 'Can add mentor', 72, 'add_mentor'),
	(285, 'Can change mentor', 72, 'change_mentor'),
	(286, 'Can delete mentor', 72, 'delete_mentor'),
	(287, 'Can view mentor', 72, 'view_mentor'),
	(288, 'Can add pairing', 73, 'add_pairing'),
	(289, 'Can change pairing', 73, 'change_pairing'),
	(290, 'Can delete pairing', 73, 'delete_pairing'),
	(291, 'Can view pairing', 73, 'view_pairing'),
	(292, 'Can add due work', 74, 'add_duework'),
	(293, 'Can change due work', 74, 'change_duework'),
	(294, 'Can delete due work', 74, 'delete_duework'),
	(295, 'Can view due work', 74, 'view_duework'),
	(296, 'Can add pairing plan', 75, 'add_pairingplan'),
	(297, 'Can change pairing plan', 75, 'change_pairingplan'),
	(298, 'Can delete pairing plan', 75, 'delete_pairingplan'),
	(299, 'Can view pairing plan', 75, 'view_pairingplan'),
	(300, 'Can add proposed pair', 76, 'add_proposedpair');
INSERT INTO public.auth_permission VALUES
	(301, 'Can change proposed pair', 76, 'change_proposedpair'),
	(302, 'Can delete proposed pair', 76, 'delete_proposedpair'),
	(303, 'Can view proposed pair', 76, 'view_proposedpair'),
	(304, 'Can add background check', 77, 'add_backgroundcheck'),
	(305, 'Can change background check', 77, 'change_backgroundcheck'),
	(306, 'Can delete background check', 77, 'delete_backgroundcheck'),
	(307, 'Can view background check', 77, 'view_backgroundcheck'),
	(308, 'Can add stale due work', 78, 'add_staleduework'),
	(309, 'Can change stale due work', 78, 'change_staleduework'),
	(310, 'Can delete stale due work', 78, 'delete_staleduework'),
	(311, 'Can view stale due work', 78, 'view_staleduework'),
	(312, 'Can add campaign', 79, 'add_campaign'),
	(313, 'Can change campaign', 79, 'change_campaign'),
	(314, 'Can delete campaign', 79, 'delete_campaign'),
	(315, 'Can view campaign', 79, 'view_campaign'),
	(316, 'Can add appointment', 80, 'add_appointment'),
	(317, 'Can change appointment', 80, 'change_appointment'),
	(318, 'Can delete appointment', 80, 'delete_appointment'),
	(319, 'Can view appointment', 80, 'view_appointment'),
	(320, 'Can add checkup', 81, 'add_checkup'),
	(321, 'Can change checkup', 81, 'change_checkup'),
	(322, 'Can delete checkup', 81, 'delete_checkup'),
	(323, 'Can view checkup', 81, 'view_checkup'),
	(324, 'Can add clinic', 82, 'add_clinic'),
	(325, 'Can change clinic', 82, 'change_clinic'),
	(326, 'Can delete clinic', 82, 'delete_clinic'),
	(327, 'Can view clinic', 82, 'view_clinic'),
	(328, 'Can add campaign clinic', 83, 'add_campaignclinic'),
	(329, 'Can change campaign clinic', 83, 'change_campaignclinic'),
	(330, 'Can delete campaign clinic', 83, 'delete_campaignclinic'),
	(331, 'Can view campaign clinic', 83, 'view_campaignclinic'),
	(332, 'Can add finding', 84, 'add_finding'),
	(333, 'Can change finding', 84, 'change_finding'),
	(334, 'Can delete finding', 84, 'delete_finding'),
	(335, 'Can view finding', 84, 'view_finding'),
	(336, 'Can add measurements', 85, 'add_measurements'),
	(337, 'Can change measurements', 85, 'change_measurements'),
	(338, 'Can delete measurements', 85, 'delete_measurements'),
	(339, 'Can view measurements', 85, 'view_measurements'),
	(340, 'Can add duty shift', 86, 'add_dutyshift'),
	(341, 'Can change duty shift', 86, 'change_dutyshift'),
	(342, 'Can delete duty shift', 86, 'delete_dutyshift'),
	(343, 'Can view duty shift', 86, 'view_dutyshift'),
	(344, 'Can add assessment round', 87, 'add_assessmentround'),
	(345, 'Can change assessment round', 87, 'change_assessmentround'),
	(346, 'Can delete assessment round', 87, 'delete_assessmentround'),
	(347, 'Can view assessment round', 87, 'view_assessmentround'),
	(348, 'Can add assessment result', 88, 'add_assessmentresult'),
	(349, 'Can change assessment result', 88, 'change_assessmentresult'),
	(350, 'Can delete assessment result', 88, 'delete_assessmentresult');
INSERT INTO public.auth_permission VALUES
	(351, 'Can view assessment result', 88, 'view_assessmentresult'),
	(352, 'Can add rubric', 89, 'add_rubric'),
	(353, 'Can change rubric', 89, 'change_rubric'),
	(354, 'Can delete rubric', 89, 'delete_rubric'),
	(355, 'Can view rubric', 89, 'view_rubric'),
	(356, 'Can add indicator', 90, 'add_indicator'),
	(357, 'Can change indicator', 90, 'change_indicator'),
	(358, 'Can delete indicator', 90, 'delete_indicator'),
	(359, 'Can view indicator', 90, 'view_indicator'),
	(360, 'Can add score', 91, 'add_score'),
	(361, 'Can change score', 91, 'change_score'),
	(362, 'Can delete score', 91, 'delete_score'),
	(363, 'Can view score', 91, 'view_score'),
	(364, 'Can add stale rollup', 92, 'add_stalerollup'),
	(365, 'Can change stale rollup', 92, 'change_stalerollup'),
	(366, 'Can delete stale rollup', 92, 'delete_stalerollup'),
	(367, 'Can view stale rollup', 92, 'view_stalerollup'),
	(368, 'Can add school quarter', 93, 'add_schoolquarter'),
	(369, 'Can change school quarter', 93, 'change_schoolquarter'),
	(370, 'Can delete school quarter', 93, 'delete_schoolquarter'),
	(371, 'Can view school quarter', 93, 'view_schoolquarter'),
	(372, 'Can add school week', 94, 'add_schoolweek'),
	(373, 'Can change school week', 94, 'change_schoolweek'),
	(374, 'Can delete school week', 94, 'delete_schoolweek'),
	(375, 'Can view school week', 94, 'view_schoolweek');


--
-- Data for Name: axes_accessattempt; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: axes_accessattemptexpiration; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: axes_accessfailurelog; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: axes_accesslog; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: care_backgroundcheck; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.care_backgroundcheck VALUES
	(1, '01a22cbf-e409-7207-b847-ded003278564', '2026-09-07', '2030-01-01', '2026-09-07 01:00:00+00', 1, 1, 1, 19),
	(2, '01a22cbf-e5e3-738e-8c5d-bc71ad232db6', '2026-09-07', '2030-01-01', '2026-09-07 01:00:00+00', 1, 7, 2, 20),
	(3, '01a22cbf-e71b-71fb-930d-f3945f474933', '2026-09-07', '2030-01-01', '2026-09-07 01:00:00+00', 2, 13, 3, 21);


--
-- Data for Name: care_carenote; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.care_carenote VALUES
	(1, 'markac8b21d05a', 'markac8b21d05a', 1, 1, 1),
	(2, 'mark165331f9f2', 'mark165331f9f2', 1, 2, 2),
	(3, 'markefe08b2018', 'markefe08b2018', 2, 3, 3);


--
-- Data for Name: care_carerecord; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.care_carerecord VALUES
	(1, '01a22cbf-e442-7577-a164-919988bd707e', 'talk', '2026-09-07', NULL, '{}', '2026-09-07 01:00:00+00', NULL, 10, 1, 1, 1, 19, NULL),
	(2, '01a22cbf-e5fa-75b5-907f-51389b83b346', 'talk', '2026-09-07', NULL, '{}', '2026-09-07 01:00:00+00', NULL, 11, 1, 7, 2, 20, NULL),
	(3, '01a22cbf-e72b-7754-8b2c-f493c3cab984', 'talk', '2026-09-07', NULL, '{}', '2026-09-07 01:00:00+00', NULL, 12, 2, 13, 3, 21, NULL);


--
-- Data for Name: care_duework; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.care_duework VALUES
	(1, '01a22cbf-e457-71e4-918e-177e49c39853', 'talk', 'week', '2026-09-07', '2026-09-07', '2026-09-07', 1, NULL, 'due', 10, 1, NULL, NULL, 1, 19, 1),
	(2, '01a22cbf-e605-7595-b77e-f1cf6172c3d1', 'talk', 'week', '2026-09-07', '2026-09-07', '2026-09-07', 1, NULL, 'due', 11, 1, NULL, NULL, 2, 20, 2),
	(3, '01a22cbf-e738-7235-9995-68418cba2430', 'talk', 'week', '2026-09-07', '2026-09-07', '2026-09-07', 1, NULL, 'due', 12, 2, NULL, NULL, 3, 21, 3);


--
-- Data for Name: care_mentor; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.care_mentor VALUES
	(1, '01a22cbf-e3fc-752a-8958-023be20a9c47', 3, true, 1, 1, 19),
	(2, '01a22cbf-e5df-75d8-b10a-c3407a555e86', 3, true, 1, 2, 20),
	(3, '01a22cbf-e71a-74ad-b57c-5d3448a1272e', 3, true, 2, 3, 21);


--
-- Data for Name: care_pairing; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.care_pairing VALUES
	(1, '01a22cbf-e42c-729c-b62b-2eedebc9f9c4', '2026-09-07 01:00:00+00', NULL, 'markac8b21d05a', 1, 10, 1, NULL, 1, 1, NULL),
	(2, '01a22cbf-e5f3-719e-b516-9f2e4f772a05', '2026-09-07 01:00:00+00', NULL, 'mark165331f9f2', 2, 11, 1, NULL, 2, 2, NULL),
	(3, '01a22cbf-e725-71c8-81e7-caf9343f147f', '2026-09-07 01:00:00+00', NULL, 'markefe08b2018', 3, 12, 2, NULL, 3, 3, NULL);


--
-- Data for Name: care_pairingplan; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.care_pairingplan VALUES
	(1, '01a22cbf-e412-76e0-9f94-aeae7d7f8545', 'computing', '2026-09-07 01:00:00+00', NULL, 'markac8b21d05a', NULL, 1, NULL, 1, 1, 3),
	(2, '01a22cbf-e5e9-7061-9c7c-642f639337b6', 'computing', '2026-09-07 01:00:00+00', NULL, 'mark165331f9f2', NULL, 1, NULL, 7, 2, 3),
	(3, '01a22cbf-e71e-71e7-a434-ae0c1c0df989', 'computing', '2026-09-07 01:00:00+00', NULL, 'markefe08b2018', NULL, 2, NULL, 13, 3, 4);


--
-- Data for Name: care_proposedpair; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.care_proposedpair VALUES
	(1, '{}', 10, 1, NULL, 1, 1),
	(2, '{}', 11, 1, NULL, 2, 2),
	(3, '{}', 12, 2, NULL, 3, 3);


--
-- Data for Name: care_staleduework; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.care_staleduework VALUES
	('01a22cbf-e2b5-7faa-815d-6aaeabf493a1', '2026-11-30 13:58:22.644869+00', 1, 1),
	('01a22cbf-e2b5-76ee-be87-ad5e2c2719d1', '2026-11-30 13:58:22.645248+00', 1, 2),
	('01a22cbf-e2be-7dbf-9e84-e46bc78be2a2', '2026-11-30 13:58:22.653759+00', 1, 1),
	('01a22cbf-e2be-77e0-9a04-0305b8bc7ef3', '2026-11-30 13:58:22.65379+00', 1, 2),
	('01a22cbf-e2c8-7d3e-8883-7907abfdd975', '2026-11-30 13:58:22.66449+00', 1, 1),
	('01a22cbf-e3dd-7e70-9106-8d6bef960b7e', '2026-11-30 13:58:22.940913+00', 1, 1),
	('01a22cbf-e3e3-7b40-b72f-8ffe2571892d', '2026-11-30 13:58:22.946685+00', 1, 1),
	('01a22cbf-e434-72af-a895-a9a3c8fa07f8', '2026-11-30 13:58:23.028406+00', 1, 1),
	('01a22cbf-e45f-706b-800c-6ce73bfc8b8d', '2026-11-30 13:58:23.071455+00', 1, 1),
	('01a22cbf-e537-7f3e-827b-9d11fcc4f36c', '2026-11-30 13:58:23.287086+00', 1, 2),
	('01a22cbf-e5d4-7253-a2f5-d2b3249c1ae2', '2026-11-30 13:58:23.444037+00', 1, 2),
	('01a22cbf-e5d7-7d4c-8ed4-1bb909ad463b', '2026-11-30 13:58:23.446579+00', 1, 2),
	('01a22cbf-e5f5-7e59-8319-a5111c890be1', '2026-11-30 13:58:23.47702+00', 1, 2),
	('01a22cbf-e609-73f7-9709-dba838625d7a', '2026-11-30 13:58:23.497295+00', 1, 2),
	('01a22cbf-e653-74c2-b86d-1b87a9147157', '2026-11-30 13:58:23.570692+00', 2, 3),
	('01a22cbf-e656-7c1b-be24-628093a1c7e5', '2026-11-30 13:58:23.574009+00', 2, 3),
	('01a22cbf-e65c-79bb-a969-e2fc3b97aa9c', '2026-11-30 13:58:23.579723+00', 2, 3),
	('01a22cbf-e70c-7243-a938-6dced3718ded', '2026-11-30 13:58:23.755605+00', 2, 3),
	('01a22cbf-e70d-7827-90b2-b2c12c714b0a', '2026-11-30 13:58:23.757249+00', 2, 3),
	('01a22cbf-e729-76b8-9970-9002ba393a06', '2026-11-30 13:58:23.78508+00', 2, 3),
	('01a22cbf-e740-76fe-8bc7-1afc65a7075a', '2026-11-30 13:58:23.809025+00', 2, 3);


--
-- Data for Name: children_caseassignment; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_caseassignment VALUES
	(1, '01a22cbf-e390-7102-8cba-b686fdca72ac', 'class_teacher', 'markac8b21d05a', '2026-09-07 01:00:00+00', NULL, 1, NULL, 1, 19, 10),
	(2, '01a22cbf-e5b8-77c1-8841-29892d1c8437', 'class_teacher', 'mark165331f9f2', '2026-09-07 01:00:00+00', NULL, 1, NULL, 2, 20, 11),
	(3, '01a22cbf-e6f5-7266-8805-225725c3bba3', 'class_teacher', 'markefe08b2018', '2026-09-07 01:00:00+00', NULL, 2, NULL, 3, 21, 12);


--
-- Data for Name: children_child; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_child VALUES
	(1, '01a22cbf-df99-71b8-b069-65b5b5de7cd9', '2026-09-01', 'reported', NULL, 1, 1, 1),
	(2, '01a22cbf-dfa8-70d9-b800-0b5177f3a0ea', '2026-09-01', 'reported', NULL, 1, 1, 2),
	(3, '01a22cbf-dfb7-773e-9ea6-5857347fe66d', '2026-09-01', 'reported', NULL, 1, 1, 3),
	(4, '01a22cbf-e084-75d5-a0c6-6d668b80e565', '2026-09-01', 'reported', NULL, 1, 2, 5),
	(5, '01a22cbf-e092-75a8-afef-e37179b4433c', '2026-09-01', 'reported', NULL, 1, 2, 6),
	(6, '01a22cbf-e09d-70c7-ac14-2f83c94cce07', '2026-09-01', 'reported', NULL, 1, 2, 7),
	(7, '01a22cbf-e187-765f-b61c-91ac27261b70', '2026-09-01', 'reported', NULL, 2, 3, 9),
	(8, '01a22cbf-e18d-77d0-b073-cc26280a68d0', '2026-09-01', 'reported', NULL, 2, 3, 10),
	(9, '01a22cbf-e197-7336-aa49-3d87df2d5948', '2026-09-01', 'reported', NULL, 2, 3, 11),
	(10, '01a22cbf-e381-7245-bd5f-b6b094419741', '2026-09-07', 'reported', NULL, 1, 1, 13),
	(11, '01a22cbf-e5ac-71fb-bce1-5505532fca56', '2026-09-07', 'reported', NULL, 1, 2, 14),
	(12, '01a22cbf-e6ea-7451-8969-df5a3c3fc59c', '2026-09-07', 'reported', NULL, 2, 3, 15);


--
-- Data for Name: children_childgrant; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_childgrant VALUES
	(1, '2026-09-07 01:00:00+00', NULL, 1, 10, 1, 1, 205, 1, 1),
	(2, '2026-09-07 01:00:00+00', NULL, 2, 11, 1, 7, 205, 2, 7),
	(3, '2026-09-07 01:00:00+00', NULL, 3, 12, 2, 13, 205, 3, 13);


--
-- Data for Name: children_contactcard; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_contactcard VALUES
	(1, '01a22cbf-e389-71b0-973c-c90fd18e98a1', '2026-09-07', NULL, 10, 1, NULL, 1),
	(2, '01a22cbf-e5b2-7544-ae2a-edf1c7b63ee7', '2026-09-07', NULL, 11, 1, NULL, 2),
	(3, '01a22cbf-e6f1-7714-b7e2-3c4f5dfb924d', '2026-09-07', NULL, 12, 2, NULL, 3);


--
-- Data for Name: children_guardian; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_guardian VALUES
	(1, '01a22cbf-e36a-75d4-a95d-16ad674613ae', 'markac8b21d05a', '99', 'markac8b21d05a', NULL, '2026-09-07', NULL, 1, 1, 13),
	(2, '01a22cbf-e593-7122-b7f7-58d11e1ded0f', 'mark165331f9f2', 'f7', 'mark165331f9f2', NULL, '2026-09-07', NULL, 1, 2, 14),
	(3, '01a22cbf-e6e0-77ed-8adf-842840f44885', 'markefe08b2018', 'd6', 'markefe08b2018', NULL, '2026-09-07', NULL, 2, 3, 15);


--
-- Data for Name: children_headeralias; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_headeralias VALUES
	(1, '01a22cbf-e3cb-723c-ba17-1decc954f2ac', 'markac8b21d05a', 'markac8b21d05a', 1),
	(2, '01a22cbf-e706-70bf-941e-75f45b1e84a1', 'markefe08b2018', 'markefe08b2018', 2);


--
-- Data for Name: children_parentwhereabouts; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_parentwhereabouts VALUES
	(1, 'father', 'markac8b21d05a', 'home', NULL, 'markac8b21d05a', NULL, '2026-09-07', NULL, 1, 1, 13),
	(2, 'father', 'mark165331f9f2', 'home', NULL, 'mark165331f9f2', NULL, '2026-09-07', NULL, 1, 2, 14),
	(3, 'father', 'markefe08b2018', 'home', NULL, 'markefe08b2018', NULL, '2026-09-07', NULL, 2, 3, 15);


--
-- Data for Name: children_phonenumber; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_phonenumber VALUES
	(1, '01a22cbf-e372-73b8-9212-2de0164fce12', '01a22cbf-e372-73b8-9212-2de1826e0f86', 'father', '\x010772656c65617365912731fac9b119f6caba7f72e8046876dd1025b372bd323449849957c77b882f7b773ee1801f4e', 'markac8b21d05a', 0, NULL, 'valid', NULL, NULL, 1, 1, 13),
	(2, '01a22cbf-e5a1-7065-a2b0-07106209286d', '01a22cbf-e5a1-7065-a2b0-0711b7669c46', 'father', '\x010772656c6561736545ccd478751d106bad9cd7c928166759f75d547d983cf489084c777a001763dc957fba13d62559', 'mark165331f9f2', 0, NULL, 'valid', NULL, NULL, 1, 2, 14),
	(3, '01a22cbf-e6e7-7197-9a35-4ef95f3110a9', '01a22cbf-e6e7-7197-9a35-4efa2fb48d7d', 'father', '\x010772656c656173655ff66bef32bdda564bf6a0580c8404558cd2f5c74013442b17122eae7e44f439c21507e47a52d3', 'markefe08b2018', 0, NULL, 'valid', NULL, NULL, 2, 3, 15);


--
-- Data for Name: children_pupil; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_pupil VALUES
	(1, '01a22cbf-df90-74af-9db3-93258b9dbc02', '王小明', 'wang xiao ming', 'wxm', 'M', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:21.84095+00', 1, 1, 1, 1),
	(2, '01a22cbf-dfa6-7250-aa7c-1769782238e4', '李小红', 'li xiao hong', 'lxh', 'F', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:21.862645+00', 1, 1, 1, 1),
	(3, '01a22cbf-dfb2-7524-af9e-29bb6762e4aa', '张强', 'zhang qiang', 'zq', 'M', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:21.874088+00', 1, 1, 1, 2),
	(4, '01a22cbf-dfbe-770c-a500-be3766a038ce', '刘芳', 'liu fang', 'lf', 'F', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:21.886512+00', 1, 1, 1, 2),
	(5, '01a22cbf-e07e-76b9-a337-6fb233817299', '王小明', 'wang xiao ming', 'wxm', 'M', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:22.078696+00', 1, 1, 2, 3),
	(6, '01a22cbf-e08d-732d-abaa-9a25c88a13a2', '李小红', 'li xiao hong', 'lxh', 'F', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:22.093692+00', 1, 1, 2, 3),
	(7, '01a22cbf-e093-7405-b12c-1841607d0d2d', '张强', 'zhang qiang', 'zq', 'M', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:22.099626+00', 1, 1, 2, 4),
	(8, '01a22cbf-e0a2-73c9-8839-f91cb72c7fc3', '刘芳', 'liu fang', 'lf', 'F', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:22.114958+00', 1, 1, 2, 4),
	(9, '01a22cbf-e184-709a-97d6-bdc8ded3e44d', '王小明', 'wang xiao ming', 'wxm', 'M', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:22.340953+00', 1, 2, 3, 5),
	(10, '01a22cbf-e18a-70e1-84dc-196195e13582', '李小红', 'li xiao hong', 'lxh', 'F', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:22.346355+00', 1, 2, 3, 5),
	(11, '01a22cbf-e194-76b1-8d20-dd6c144e4c74', '张强', 'zhang qiang', 'zq', 'M', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:22.356091+00', 1, 2, 3, 6),
	(12, '01a22cbf-e19a-7411-ae0e-e47f537f0aff', '刘芳', 'liu fang', 'lf', 'F', '2018-03-05', '', NULL, '', '2024-09-01', 'enrolled', NULL, '', '', '2026-11-30 13:58:22.362462+00', 1, 2, 3, 6),
	(13, '01a22cbf-e357-76b6-abfe-9e2adc657fec', 'markac8b21d05a', 'markac8b21d05a', 'markac8b21d05a', 'M', '2026-09-07', 'markac8b21d05a', NULL, 'rural', NULL, 'enrolled', NULL, 'markac8b21d05a', 'markac8b21d05a', '2026-11-30 13:58:22.80762+00', 1, 1, 1, 7),
	(14, '01a22cbf-e585-75fb-bc48-44e77c810327', 'mark165331f9f2', 'mark165331f9f2', 'mark165331f9f2', 'M', '2026-09-07', 'mark165331f9f2', NULL, 'rural', NULL, 'enrolled', NULL, 'mark165331f9f2', 'mark165331f9f2', '2026-11-30 13:58:23.365413+00', 1, 1, 2, 8),
	(15, '01a22cbf-e6d9-744b-be0c-2b57b3bfc270', 'markefe08b2018', 'markefe08b2018', 'markefe08b2018', 'M', '2026-09-07', 'markefe08b2018', NULL, 'rural', NULL, 'enrolled', NULL, 'markefe08b2018', 'markefe08b2018', '2026-11-30 13:58:23.705131+00', 1, 2, 3, 9);


--
-- Data for Name: children_pupilprivate; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_pupilprivate VALUES
	(1, '01a22cbf-e35b-75d1-804d-a395086f235e', 'none', 'markac8b21d05a', '\x010772656c65617365167a7086be1135b0c736d9930ab3cc9e5378ffcbc367951cd27b5350af387a9fae8030c0dbf5c9a0cb1cacd81704', 'markac8b21d05a', '\x010772656c65617365d434dad40fd1e50f49707ecc7abd6fc073526375ca18fa4db0aff25a827d5a6f4918e8f61b5534b44951a4b82f5349', 'markac8b21d05a', '\x010772656c65617365c5d64a18fdd80cf61e53ceb0a9e4553f89a34711223c749527186d471f6318b3', '\x010772656c6561736521530cc89dac83611046c6c012c3feea642db7b8a01d8a8263b43837038d2b5a', 1, 13, 1),
	(2, '01a22cbf-e58a-72c7-9bd2-b9b64cdca647', 'none', 'mark165331f9f2', '\x010772656c65617365980eef523c07947616cc3745382b1a5e7030a9355d910ed7cd123ef27edc74d984fa1ebcc1db5fdba88f8c66fa20', 'mark165331f9f2', '\x010772656c656173653b710d748626bc5c7d6034512563eb9101923c099151de30a2d067a6b46902acd0de86c3633e63dc99cb97fe151ecc', 'mark165331f9f2', '\x010772656c656173656f42447f94674c2a2ed6c602fdb29fd4f7a4a4046046f93aa29b597a1c186cf6', '\x010772656c656173658b2c88cda7ce22182995048775edfe1bcb354098ac8e26862b4adebbe889081e', 1, 14, 2),
	(3, '01a22cbf-e6db-73c0-a27a-05b82f6409a0', 'none', 'markefe08b2018', '\x010772656c656173656c801c2ecb6ae00e7f50faed7c99a56c588d7914434de2ed437bebe8376a2c2dffa82bf0a5475d3408ef0d42ff57', 'markefe08b2018', '\x010772656c656173650a0ebb52fe7ff9de035632ab3e14d3c5d56c202d1360007f6d1fa41d63136c5e49de96d2cc6a5a80d2b8de5bc70a96', 'markefe08b2018', '\x010772656c6561736502ca98539ff5c6f9defd993b282c1394f61e103a196c758c13cb00e58d5a57a9', '\x010772656c65617365866b3b4c445fa896c57f13aa8aacba9766de45157f86b0ec25063b89b70a60e5', 2, 15, 3);


--
-- Data for Name: children_reportedstatus; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_reportedstatus VALUES
	(1, 'none', '2026-09-07', NULL, 1, 13, 1),
	(2, 'none', '2026-09-07', NULL, 1, 14, 2),
	(3, 'none', '2026-09-07', NULL, 2, 15, 3);


--
-- Data for Name: children_rosterfile; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_rosterfile VALUES
	(1, '01a22cbf-e3c4-74bb-a9ad-50c308c341fc', '\x010772656c6561736579f2afddbbd27f78a280c07264d1ff7cb7360d3b3ce1b99ef3c2d489a27e8114888015fc167dad1a', NULL, NULL, NULL, 1, 1, 1),
	(2, '01a22cbf-e5ce-74a0-963f-f2d993922e21', '\x010772656c65617365dcf99eb703d05efb638b22aa9f4685e7b58e50fedd899d46673a0694b000192f1d3f8de0efbddd87', NULL, NULL, NULL, 1, 2, 2),
	(3, '01a22cbf-e705-7284-bd4a-9eb8d116e253', '\x010772656c65617365be1fc7502a8afaa995518a221c865b1c1e4802e407735ecbeb4ad73d3b22522e54ee465f47841302', NULL, NULL, NULL, 2, 3, 3);


--
-- Data for Name: children_rosterimport; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children_rosterimport VALUES
	(1, '01a22cbf-e3ba-713d-8cdb-88a712beb55d', 'markac8b21d05a', 1, 'markac8b21d05a', 'staging', '{}', 'markac8b21d05a', '2026-09-07 01:00:00+00', NULL, NULL, 1, NULL, 1, 1),
	(2, '01a22cbf-e5c7-729b-9e90-b471b2756fd3', 'mark165331f9f2', 1, 'mark165331f9f2', 'staging', '{}', 'mark165331f9f2', '2026-09-07 01:00:00+00', NULL, NULL, 1, NULL, 2, 7),
	(3, '01a22cbf-e6ff-70c3-871f-0fcd32296e98', 'markefe08b2018', 1, 'markefe08b2018', 'staging', '{}', 'markefe08b2018', '2026-09-07 01:00:00+00', NULL, NULL, 2, NULL, 3, 13);


--
-- Data for Name: dashboards_schoolquarter; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.dashboards_schoolquarter VALUES
	(1, 1, 1, '2026-09-07 01:00:00+00', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 1, 1),
	(2, 1, 1, '2026-09-07 01:00:00+00', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 1, 2),
	(3, 1, 1, '2026-09-07 01:00:00+00', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 2, 3);


--
-- Data for Name: dashboards_schoolweek; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.dashboards_schoolweek VALUES
	(1, '2026-09-07', 0, 0, 0, 1, 1),
	(2, '2026-09-07', 0, 0, 0, 1, 2),
	(3, '2026-09-07', 0, 0, 0, 2, 3);


--
-- Data for Name: dashboards_stalerollup; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.dashboards_stalerollup VALUES
	('01a22cbf-df98-7456-ad7a-c87047bf0b76', '2026-11-30 13:58:21.848158+00', 1, 1, 'children_pupil'),
	('01a22cbf-dfa3-7989-aa20-6552524db7bc', '2026-11-30 13:58:21.858635+00', 1, 1, 'children_child'),
	('01a22cbf-dfa8-7a84-9da4-146af48e72b8', '2026-11-30 13:58:21.863991+00', 1, 1, 'children_pupil'),
	('01a22cbf-dfb0-7bbe-9a4e-1cce49a613cd', '2026-11-30 13:58:21.871717+00', 1, 1, 'children_child'),
	('01a22cbf-dfb6-7691-9dc1-5badd5282671', '2026-11-30 13:58:21.87807+00', 1, 1, 'children_pupil'),
	('01a22cbf-dfb9-7828-835a-574e8647eec7', '2026-11-30 13:58:21.88095+00', 1, 1, 'children_child'),
	('01a22cbf-dfc0-7810-9329-0d9620010176', '2026-11-30 13:58:21.888423+00', 1, 1, 'children_pupil'),
	('01a22cbf-e083-7cf8-a046-ab181b7a79dc', '2026-11-30 13:58:22.083252+00', 1, 2, 'children_pupil'),
	('01a22cbf-e087-7a9c-8e94-25c69ae2208a', '2026-11-30 13:58:22.087474+00', 1, 2, 'children_child'),
	('01a22cbf-e091-7824-9b3a-8cfaa1f94a15', '2026-11-30 13:58:22.097471+00', 1, 2, 'children_pupil'),
	('01a22cbf-e093-78f9-8d40-535748b994f0', '2026-11-30 13:58:22.099124+00', 1, 2, 'children_child'),
	('01a22cbf-e095-73e6-a435-f0b292152bbd', '2026-11-30 13:58:22.100617+00', 1, 2, 'children_pupil'),
	('01a22cbf-e0a0-77c8-ae4d-9e77b04f9ee9', '2026-11-30 13:58:22.112311+00', 1, 2, 'children_child'),
	('01a22cbf-e0a9-7ccd-88e5-82ce4ad0bc70', '2026-11-30 13:58:22.120931+00', 1, 2, 'children_pupil'),
	('01a22cbf-e186-77ec-8a3c-1872209ea63a', '2026-11-30 13:58:22.341987+00', 2, 3, 'children_pupil'),
	('01a22cbf-e18a-7397-8f2a-c8a754e23ffd', '2026-11-30 13:58:22.34563+00', 2, 3, 'children_child'),
	('01a22cbf-e18b-7859-8ffc-cadd0116e796', '2026-11-30 13:58:22.34732+00', 2, 3, 'children_pupil'),
	('01a22cbf-e18f-7c17-b5d8-c905877d2024', '2026-11-30 13:58:22.350731+00', 2, 3, 'children_child'),
	('01a22cbf-e197-7009-8b8b-abb4b674e412', '2026-11-30 13:58:22.358933+00', 2, 3, 'children_pupil'),
	('01a22cbf-e199-70ec-abb4-23af5dc830cf', '2026-11-30 13:58:22.36081+00', 2, 3, 'children_child'),
	('01a22cbf-e19c-7148-b3f1-5145fdddda58', '2026-11-30 13:58:22.364442+00', 2, 3, 'children_pupil'),
	('01a22cbf-e359-7ea9-a1c0-c2227bf8918a', '2026-11-30 13:58:22.809078+00', 1, 1, 'children_pupil'),
	('01a22cbf-e368-7a26-93f0-b6cd213eae1e', '2026-11-30 13:58:22.823973+00', 1, 1, 'children_parentwhereabouts'),
	('01a22cbf-e371-7bc2-90bd-8d644f11f411', '2026-11-30 13:58:22.833305+00', 1, 1, 'children_guardian'),
	('01a22cbf-e379-7afc-a649-519d9b161512', '2026-11-30 13:58:22.84087+00', 1, 1, 'children_phonenumber'),
	('01a22cbf-e37e-7522-8890-6b61d6c2f890', '2026-11-30 13:58:22.846386+00', 1, 1, 'children_reportedstatus'),
	('01a22cbf-e383-72b8-bfcc-0777c814524f', '2026-11-30 13:58:22.850763+00', 1, 1, 'children_child'),
	('01a22cbf-e38f-76d1-916c-8dc1d83cab77', '2026-11-30 13:58:22.862647+00', 1, 1, 'children_contactcard'),
	('01a22cbf-e43c-730c-a745-3a5ba1605733', '2026-11-30 13:58:23.035896+00', 1, 1, 'care_pairing'),
	('01a22cbf-e448-7133-b355-8fbf7c7c5110', '2026-11-30 13:58:23.048269+00', 1, 1, 'care_carerecord'),
	('01a22cbf-e45c-70d8-8e5b-967f832c2cd5', '2026-11-30 13:58:23.067554+00', 1, 1, 'care_duework'),
	('01a22cbf-e492-749f-9e51-294013780512', '2026-11-30 13:58:23.122081+00', 1, 1, 'health_appointment'),
	('01a22cbf-e49c-7cbf-ae33-941e14a5cbd1', '2026-11-30 13:58:23.13201+00', 1, 1, 'health_checkup'),
	('01a22cbf-e4e3-7269-914e-58ded455fb5c', '2026-11-30 13:58:23.202792+00', 1, 1, 'health_finding'),
	('01a22cbf-e507-701f-8ddb-73c63d70a90d', '2026-11-30 13:58:23.238967+00', 1, 1, 'assessment_assessmentresult'),
	('01a22cbf-e511-737f-8dfa-153d5d43a151', '2026-11-30 13:58:23.24917+00', 1, 1, ''),
	('01a22cbf-e587-7405-b8cf-427e862b1227', '2026-11-30 13:58:23.366885+00', 1, 2, 'children_pupil'),
	('01a22cbf-e591-7be7-b4d2-634b1b4287e1', '2026-11-30 13:58:23.377378+00', 1, 2, 'children_parentwhereabouts'),
	('01a22cbf-e598-71c4-831f-51841cddf9b0', '2026-11-30 13:58:23.384291+00', 1, 2, 'children_guardian'),
	('01a22cbf-e5a3-7cba-acd8-df0124764ebc', '2026-11-30 13:58:23.395365+00', 1, 2, 'children_phonenumber'),
	('01a22cbf-e5aa-7e06-84fd-7c15067d4a0e', '2026-11-30 13:58:23.402126+00', 1, 2, 'children_reportedstatus'),
	('01a22cbf-e5b2-79c4-b20e-3a2c6cf93a09', '2026-11-30 13:58:23.410274+00', 1, 2, 'children_child'),
	('01a22cbf-e5b6-7944-be97-788a7cef3cfd', '2026-11-30 13:58:23.413708+00', 1, 2, 'children_contactcard'),
	('01a22cbf-e5f5-7154-ab73-b8a601f48d15', '2026-11-30 13:58:23.47712+00', 1, 2, 'care_pairing'),
	('01a22cbf-e5fc-74b5-9a49-a8a19a4fc1b0', '2026-11-30 13:58:23.483843+00', 1, 2, 'care_carerecord'),
	('01a22cbf-e607-7dce-99d6-c7cafb00cadb', '2026-11-30 13:58:23.494888+00', 1, 2, 'care_duework'),
	('01a22cbf-e60e-795d-b7d6-7aa5b841fc7f', '2026-11-30 13:58:23.502292+00', 1, 2, 'health_appointment'),
	('01a22cbf-e614-7d19-8357-3b9d3040c28c', '2026-11-30 13:58:23.507539+00', 1, 2, 'health_checkup'),
	('01a22cbf-e61c-7cae-b7f6-0eb2c426232d', '2026-11-30 13:58:23.515574+00', 1, 2, 'health_finding'),
	('01a22cbf-e625-700b-a98d-9539a4e3e57f', '2026-11-30 13:58:23.524517+00', 1, 2, 'assessment_assessmentresult');
INSERT INTO public.dashboards_stalerollup VALUES
	('01a22cbf-e62f-7335-b89f-c5bfedea323f', '2026-11-30 13:58:23.53539+00', 1, 2, ''),
	('01a22cbf-e6da-76b8-bbcf-c20f9dbf1c44', '2026-11-30 13:58:23.706423+00', 2, 3, 'children_pupil'),
	('01a22cbf-e6e0-74b7-a9a8-7303303dae75', '2026-11-30 13:58:23.711764+00', 2, 3, 'children_parentwhereabouts'),
	('01a22cbf-e6e7-73bf-a3ed-f884c0aa8810', '2026-11-30 13:58:23.718718+00', 2, 3, 'children_guardian'),
	('01a22cbf-e6e8-7538-8566-ec108b2edd0a', '2026-11-30 13:58:23.720407+00', 2, 3, 'children_phonenumber'),
	('01a22cbf-e6ea-75b7-84c0-8da1f75f6b8c', '2026-11-30 13:58:23.721792+00', 2, 3, 'children_reportedstatus'),
	('01a22cbf-e6eb-759a-8cc5-b3813412782c', '2026-11-30 13:58:23.72343+00', 2, 3, 'children_child'),
	('01a22cbf-e6f5-79f0-8cc2-438789c8e783', '2026-11-30 13:58:23.732797+00', 2, 3, 'children_contactcard'),
	('01a22cbf-e729-7ca6-b276-f94c2d25bffb', '2026-11-30 13:58:23.785175+00', 2, 3, 'care_pairing'),
	('01a22cbf-e730-780e-872e-5bccb0ca3eec', '2026-11-30 13:58:23.792031+00', 2, 3, 'care_carerecord'),
	('01a22cbf-e73c-7403-9ddf-2d81735808d0', '2026-11-30 13:58:23.804358+00', 2, 3, 'care_duework'),
	('01a22cbf-e752-72d3-aca2-1d6976b9ef8e', '2026-11-30 13:58:23.825676+00', 2, 3, 'health_appointment'),
	('01a22cbf-e757-7f87-bcf8-9bddbc90e7a4', '2026-11-30 13:58:23.830533+00', 2, 3, 'health_checkup'),
	('01a22cbf-e762-7666-b954-52f464ff6d0f', '2026-11-30 13:58:23.842444+00', 2, 3, 'health_finding'),
	('01a22cbf-e778-76b7-9482-155dbb4de44f', '2026-11-30 13:58:23.864218+00', 2, 3, 'assessment_assessmentresult'),
	('01a22cbf-e77b-757e-9464-f89c4e6e8325', '2026-11-30 13:58:23.867068+00', 2, 3, '');


--
-- Data for Name: django_content_type; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.django_content_type VALUES
	(1, 'auth', 'permission'),
	(2, 'auth', 'group'),
	(3, 'contenttypes', 'contenttype'),
	(4, 'sessions', 'session'),
	(5, 'guardian', 'groupobjectpermission'),
	(6, 'guardian', 'userobjectpermission'),
	(7, 'account', 'emailaddress'),
	(8, 'account', 'emailconfirmation'),
	(9, 'mfa', 'authenticator'),
	(10, 'usersessions', 'usersession'),
	(11, 'axes', 'accessattempt'),
	(12, 'axes', 'accesslog'),
	(13, 'axes', 'accessfailurelog'),
	(14, 'axes', 'accessattemptexpiration'),
	(15, 'knox', 'authtoken'),
	(16, 'accounts', 'user'),
	(17, 'accounts', 'attempts'),
	(18, 'accounts', 'usedstep'),
	(19, 'schools', 'county'),
	(20, 'schools', 'officer'),
	(21, 'schools', 'region'),
	(22, 'schools', 'school'),
	(23, 'schools', 'schooldayoverride'),
	(24, 'schools', 'site'),
	(25, 'schools', 'staff'),
	(26, 'schools', 'schoolclass'),
	(27, 'schools', 'staffprivate'),
	(28, 'schools', 'term'),
	(29, 'schools', 'schoolday'),
	(30, 'schools', 'vaultkey'),
	(31, 'access', 'invitation'),
	(32, 'access', 'auditevent'),
	(33, 'access', 'membership'),
	(34, 'access', 'accountlink'),
	(35, 'jobs', 'idempotencykey'),
	(36, 'jobs', 'job'),
	(37, 'jobs', 'occurrence'),
	(38, 'notify', 'channelbreaker'),
	(39, 'notify', 'deliveryreceipt'),
	(40, 'notify', 'integration'),
	(41, 'notify', 'notification'),
	(42, 'notify', 'delivery'),
	(43, 'notify', 'optout'),
	(44, 'notify', 'recipientaddress'),
	(45, 'notify', 'systemincident'),
	(46, 'notify', 'deliveryattempt'),
	(47, 'reminders', 'evaluationcheckpoint'),
	(48, 'reminders', 'notificationtemplate'),
	(49, 'reminders', 'reminderrule'),
	(50, 'reminders', 'schoolreminderrule');
INSERT INTO public.django_content_type VALUES
	(51, 'monitoring', 'queueheartbeat'),
	(52, 'children', 'child'),
	(53, 'children', 'caseassignment'),
	(54, 'children', 'childgrant'),
	(55, 'children', 'contactcard'),
	(56, 'children', 'headeralias'),
	(57, 'children', 'pupil'),
	(58, 'children', 'phonenumber'),
	(59, 'children', 'parentwhereabouts'),
	(60, 'children', 'guardian'),
	(61, 'children', 'pupilprivate'),
	(62, 'children', 'reportedstatus'),
	(63, 'children', 'rosterimport'),
	(64, 'children', 'rosterfile'),
	(65, 'plans', 'deadline'),
	(66, 'plans', 'deadlinesubmission'),
	(67, 'plans', 'workplan'),
	(68, 'plans', 'requiredfrequency'),
	(69, 'plans', 'leadinggroupmember'),
	(70, 'care', 'carerecord'),
	(71, 'care', 'carenote'),
	(72, 'care', 'mentor'),
	(73, 'care', 'pairing'),
	(74, 'care', 'duework'),
	(75, 'care', 'pairingplan'),
	(76, 'care', 'proposedpair'),
	(77, 'care', 'backgroundcheck'),
	(78, 'care', 'staleduework'),
	(79, 'health', 'campaign'),
	(80, 'health', 'appointment'),
	(81, 'health', 'checkup'),
	(82, 'health', 'clinic'),
	(83, 'health', 'campaignclinic'),
	(84, 'health', 'finding'),
	(85, 'health', 'measurements'),
	(86, 'activities', 'dutyshift'),
	(87, 'assessment', 'assessmentround'),
	(88, 'assessment', 'assessmentresult'),
	(89, 'assessment', 'rubric'),
	(90, 'assessment', 'indicator'),
	(91, 'assessment', 'score'),
	(92, 'dashboards', 'stalerollup'),
	(93, 'dashboards', 'schoolquarter'),
	(94, 'dashboards', 'schoolweek');


--
-- Data for Name: django_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.django_migrations VALUES
	(1, 'contenttypes', '0001_initial', '2026-11-30 13:57:01.884964+00'),
	(2, 'contenttypes', '0002_remove_content_type_name', '2026-11-30 13:57:01.905071+00'),
	(3, 'auth', '0001_initial', '2026-11-30 13:57:02.485178+00'),
	(4, 'auth', '0002_alter_permission_name_max_length', '2026-11-30 13:57:02.513139+00'),
	(5, 'auth', '0003_alter_user_email_max_length', '2026-11-30 13:57:02.520312+00'),
	(6, 'auth', '0004_alter_user_username_opts', '2026-11-30 13:57:02.559304+00'),
	(7, 'auth', '0005_alter_user_last_login_null', '2026-11-30 13:57:02.590989+00'),
	(8, 'auth', '0006_require_contenttypes_0002', '2026-11-30 13:57:02.601662+00'),
	(9, 'auth', '0007_alter_validators_add_error_messages', '2026-11-30 13:57:02.618982+00'),
	(10, 'auth', '0008_alter_user_username_max_length', '2026-11-30 13:57:02.644314+00'),
	(11, 'auth', '0009_alter_user_last_name_max_length', '2026-11-30 13:57:02.677697+00'),
	(12, 'auth', '0010_alter_group_name_max_length', '2026-11-30 13:57:02.722657+00'),
	(13, 'auth', '0011_update_proxy_permissions', '2026-11-30 13:57:02.731576+00'),
	(14, 'auth', '0012_alter_user_first_name_max_length', '2026-11-30 13:57:02.765409+00'),
	(15, 'accounts', '0001_initial', '2026-11-30 13:57:02.909756+00'),
	(16, 'schools', '0001_initial', '2026-11-30 13:57:04.179189+00'),
	(17, 'access', '0001_initial', '2026-11-30 13:57:04.451236+00'),
	(18, 'access', '0002_persons_and_single_invitations', '2026-11-30 13:57:05.218256+00'),
	(19, 'account', '0001_initial', '2026-11-30 13:57:05.523434+00'),
	(20, 'account', '0002_email_max_length', '2026-11-30 13:57:05.639606+00'),
	(21, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-30 13:57:05.827556+00'),
	(22, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-30 13:57:05.932856+00'),
	(23, 'account', '0005_emailaddress_idx_upper_email', '2026-11-30 13:57:06.030044+00'),
	(24, 'account', '0006_emailaddress_lower', '2026-11-30 13:57:06.109232+00'),
	(25, 'account', '0007_emailaddress_idx_email', '2026-11-30 13:57:06.278815+00'),
	(26, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-30 13:57:07.068049+00'),
	(27, 'account', '0009_emailaddress_unique_primary_email', '2026-11-30 13:57:07.134092+00'),
	(28, 'accounts', '0002_session_generation_and_attempts', '2026-11-30 13:57:07.345022+00'),
	(29, 'activities', '0001_initial', '2026-11-30 13:57:07.486689+00'),
	(30, 'jobs', '0001_initial', '2026-11-30 13:57:07.868661+00'),
	(31, 'assessment', '0001_initial', '2026-11-30 13:57:10.614491+00'),
	(32, 'axes', '0001_initial', '2026-11-30 13:57:10.641511+00'),
	(33, 'axes', '0002_auto_20151217_2044', '2026-11-30 13:57:10.751892+00'),
	(34, 'axes', '0003_auto_20160322_0929', '2026-11-30 13:57:10.828224+00'),
	(35, 'axes', '0004_auto_20181024_1538', '2026-11-30 13:57:10.916514+00'),
	(36, 'axes', '0005_remove_accessattempt_trusted', '2026-11-30 13:57:10.929268+00'),
	(37, 'axes', '0006_remove_accesslog_trusted', '2026-11-30 13:57:10.944417+00'),
	(38, 'axes', '0007_alter_accessattempt_unique_together', '2026-11-30 13:57:11.118033+00'),
	(39, 'axes', '0008_accessfailurelog', '2026-11-30 13:57:11.141815+00'),
	(40, 'axes', '0009_add_session_hash', '2026-11-30 13:57:11.15559+00'),
	(41, 'axes', '0010_accessattemptexpiration', '2026-11-30 13:57:11.176892+00'),
	(42, 'plans', '0001_initial', '2026-11-30 13:57:13.648212+00'),
	(43, 'children', '0001_initial', '2026-11-30 13:57:22.554276+00'),
	(44, 'care', '0001_initial', '2026-11-30 13:57:31.106413+00'),
	(45, 'care', '0002_stale_due_work', '2026-11-30 13:57:31.351422+00'),
	(46, 'dashboards', '0001_initial', '2026-11-30 13:57:32.32656+00'),
	(47, 'dashboards', '0002_stale_rollup_source', '2026-11-30 13:57:32.746601+00'),
	(48, 'guardian', '0001_initial', '2026-11-30 13:57:34.900573+00'),
	(49, 'guardian', '0002_generic_permissions_index', '2026-11-30 13:57:35.156009+00'),
	(50, 'guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more', '2026-11-30 13:57:35.988646+00');
INSERT INTO public.django_migrations VALUES
	(51, 'health', '0001_initial', '2026-11-30 13:57:45.239522+00'),
	(52, 'jobs', '0002_occurrence_indexes', '2026-11-30 13:57:47.712394+00'),
	(53, 'knox', '0001_initial', '2026-11-30 13:57:48.059733+00'),
	(54, 'knox', '0002_auto_20150916_1425', '2026-11-30 13:57:48.561728+00'),
	(55, 'knox', '0003_auto_20150916_1526', '2026-11-30 13:57:49.100954+00'),
	(56, 'knox', '0004_authtoken_expires', '2026-11-30 13:57:49.33432+00'),
	(57, 'knox', '0005_authtoken_token_key', '2026-11-30 13:57:49.561856+00'),
	(58, 'knox', '0006_auto_20160818_0932', '2026-11-30 13:57:50.212639+00'),
	(59, 'knox', '0007_auto_20190111_0542', '2026-11-30 13:57:51.498039+00'),
	(60, 'knox', '0008_remove_authtoken_salt', '2026-11-30 13:57:51.723509+00'),
	(61, 'knox', '0009_extend_authtoken_field', '2026-11-30 13:57:51.932486+00'),
	(62, 'mfa', '0001_initial', '2026-11-30 13:57:52.366246+00'),
	(63, 'mfa', '0002_authenticator_timestamps', '2026-11-30 13:57:52.831954+00'),
	(64, 'mfa', '0003_authenticator_type_uniq', '2026-11-30 13:57:53.446002+00'),
	(65, 'monitoring', '0001_initial', '2026-11-30 13:57:53.487554+00'),
	(66, 'notify', '0001_initial', '2026-11-30 13:58:07.025795+00'),
	(67, 'notify', '0002_escalation_and_purge_indexes', '2026-11-30 13:58:08.15084+00'),
	(68, 'reminders', '0001_initial', '2026-11-30 13:58:10.779615+00'),
	(69, 'schools', '0002_vault_key', '2026-11-30 13:58:10.80296+00'),
	(70, 'sessions', '0001_initial', '2026-11-30 13:58:10.837107+00'),
	(71, 'usersessions', '0001_initial', '2026-11-30 13:58:11.25637+00');


--
-- Data for Name: django_session; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: guardian_groupobjectpermission; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: guardian_userobjectpermission; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: health_appointment; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.health_appointment VALUES
	(1, '01a22cbf-e485-770a-970c-60017dc61749', '2026-09-07', 1, 1, 1, 7, 1, 1),
	(2, '01a22cbf-e60d-75f0-8035-24f35c235284', '2026-09-07', 1, 1, 2, 8, 1, 1),
	(3, '01a22cbf-e74f-7620-99cb-640dde52b438', '2026-09-07', 1, 2, 3, 9, 2, 2);


--
-- Data for Name: health_campaign; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.health_campaign VALUES
	(1, '01a22cbf-e472-71f2-b93d-d17d239fc924', 'markac8b21d05a', '2026-09-07', '2026-09-07', 'draft', 'markac8b21d05a', NULL, '[]', 1, NULL, 1, 3),
	(2, '01a22cbf-e746-72f3-9a58-8717daf259aa', 'markefe08b2018', '2026-09-07', '2026-09-07', 'draft', 'markefe08b2018', NULL, '[]', 2, NULL, 13, 4);


--
-- Data for Name: health_campaignclinic; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.health_campaignclinic VALUES
	(1, 1, 1, 1),
	(2, 2, 2, 2);


--
-- Data for Name: health_checkup; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.health_checkup VALUES
	(1, '01a22cbf-e495-7567-a522-c4714f03fc0e', 'expected', NULL, NULL, 1, 1, 1, NULL, 13, 1),
	(2, '01a22cbf-e611-7506-abd3-eb8d2d153c6f', 'expected', NULL, NULL, 2, 1, 1, NULL, 14, 2),
	(3, '01a22cbf-e753-74e9-9699-afeadb534f1f', 'expected', NULL, NULL, 3, 2, 2, NULL, 15, 3);


--
-- Data for Name: health_clinic; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.health_clinic VALUES
	(1, '01a22cbf-e46d-7093-905e-176797abe1e7', 'markac8b21d05a', 1, 1, NULL),
	(2, '01a22cbf-e743-77b9-b1f6-4636fa5c9a8f', 'markefe08b2018', 1, 2, NULL);


--
-- Data for Name: health_finding; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.health_finding VALUES
	(1, '01a22cbf-e4df-74a9-a33e-9fbaa08febc2', 'stunting', 'normal', 'markac8b21d05a', 'markac8b21d05a', 'markac8b21d05a', 'open', '2026-09-07', NULL, NULL, NULL, 1, 1, 13, 1),
	(2, '01a22cbf-e619-742d-ab2d-6365c9ec5d07', 'stunting', 'normal', 'mark165331f9f2', 'mark165331f9f2', 'mark165331f9f2', 'open', '2026-09-07', NULL, NULL, NULL, 2, 1, 14, 2),
	(3, '01a22cbf-e75b-719e-820c-5e32a7f1eb73', 'stunting', 'normal', 'markefe08b2018', 'markefe08b2018', 'markefe08b2018', 'open', '2026-09-07', NULL, NULL, NULL, 3, 2, 15, 3);


--
-- Data for Name: health_measurements; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.health_measurements VALUES
	(1, NULL, NULL, NULL, NULL, NULL, NULL, 1, 1, 1),
	(2, NULL, NULL, NULL, NULL, NULL, NULL, 2, 1, 2),
	(3, NULL, NULL, NULL, NULL, NULL, NULL, 3, 2, 3);


--
-- Data for Name: jobs_idempotencykey; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.jobs_idempotencykey VALUES
	('01a22cbf-e2fb-76a1-aeac-7f31c01e5bb6', 'markac8b21d05a', 'markac8b21d05a', 1, '\x7365616c6564', '2026-11-30 13:58:22.715836+00', 1, 1, 1),
	('01a22cbf-e557-7202-917a-9b4d87e11d8f', 'mark165331f9f2', 'mark165331f9f2', 1, '\x7365616c6564', '2026-11-30 13:58:23.319105+00', 1, 2, 7),
	('01a22cbf-e686-7746-b588-7bc719c97831', 'markefe08b2018', 'markefe08b2018', 1, '\x7365616c6564', '2026-11-30 13:58:23.622154+00', 2, 3, 13);


--
-- Data for Name: jobs_job; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.jobs_job VALUES
	(1, '01a22cbf-e2eb-724d-b2b7-623d24dcb4ca', 'reminders.preview', NULL, '{}', 'queued', 0, 0, 'markac8b21d05a', '{}', 'markac8b21d05a', NULL, '2026-11-30 13:58:22.699113+00', NULL, NULL, 0, NULL, NULL, 1, NULL, 1),
	(2, '01a22cbf-e551-7228-9ada-cd74bc8ad799', 'reminders.preview', NULL, '{}', 'queued', 0, 0, 'mark165331f9f2', '{}', 'mark165331f9f2', NULL, '2026-11-30 13:58:23.313823+00', NULL, NULL, 0, NULL, NULL, 1, NULL, 2),
	(3, '01a22cbf-e67a-7350-854b-72879d5c83ca', 'reminders.preview', NULL, '{}', 'queued', 0, 0, 'markefe08b2018', '{}', 'markefe08b2018', NULL, '2026-11-30 13:58:23.61059+00', NULL, NULL, 0, NULL, NULL, 2, NULL, 3);


--
-- Data for Name: jobs_occurrence; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.jobs_occurrence VALUES
	(1, 'markac8b21d05a', '2026-09-07 01:00:00+00', '2026-11-30 13:58:22.710217+00', NULL, 0, 0, '2086', 1, 1),
	(2, 'mark165331f9f2', '2026-09-07 01:00:00+00', '2026-11-30 13:58:23.317608+00', NULL, 0, 0, '86eb', 1, 2),
	(3, 'markefe08b2018', '2026-09-07 01:00:00+00', '2026-11-30 13:58:23.614536+00', NULL, 0, 0, '535e', 2, 3);


--
-- Data for Name: knox_authtoken; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: mfa_authenticator; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: monitoring_queueheartbeat; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: notify_channelbreaker; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: notify_delivery; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.notify_delivery VALUES
	(1, '01a22cbf-e31c-7455-aca7-22c7fb5b057c', 'call', 0, 'to_call', false, '2026-09-07 01:00:00+00', '2026-09-07 01:00:00+00', 'quiet_hours', 1, NULL, NULL, NULL, 'markac8b21d05a', 'delivered', NULL, NULL, 1, NULL, NULL, 1, NULL, 1),
	(2, '01a22cbf-e569-770b-b1b3-bdb2d2ee12da', 'call', 0, 'to_call', false, '2026-09-07 01:00:00+00', '2026-09-07 01:00:00+00', 'quiet_hours', 1, NULL, NULL, NULL, 'mark165331f9f2', 'delivered', NULL, NULL, 1, NULL, NULL, 2, NULL, 2),
	(3, '01a22cbf-e699-71fc-89ba-bd9e776df6c0', 'call', 0, 'to_call', false, '2026-09-07 01:00:00+00', '2026-09-07 01:00:00+00', 'quiet_hours', 1, NULL, NULL, NULL, 'markefe08b2018', 'delivered', NULL, NULL, 2, NULL, NULL, 3, NULL, 3);


--
-- Data for Name: notify_deliveryattempt; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.notify_deliveryattempt VALUES
	('01a22cbf-e32e-7130-b5ae-0dfbc969570a', 1, 'inbox', '2026-09-07 01:00:00+00', NULL, 'accepted', 'markac8b21d05a', 'markac8b21d05a', 1, 1, 1),
	('01a22cbf-e577-7394-9bb5-3bf302103d8e', 1, 'inbox', '2026-09-07 01:00:00+00', NULL, 'accepted', 'mark165331f9f2', 'mark165331f9f2', 1, 2, 2),
	('01a22cbf-e6a2-73d3-ae8d-302a604db7f7', 1, 'inbox', '2026-09-07 01:00:00+00', NULL, 'accepted', 'markefe08b2018', 'markefe08b2018', 2, 3, 3);


--
-- Data for Name: notify_deliveryreceipt; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: notify_integration; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.notify_integration VALUES
	(1, '01a22cbf-e303-7685-ad98-1c23d3a1555a', 'webhook', 'markac8b21d05a', '\x010772656c65617365b5fb96290667a9393819aed933b924f62215bbe920f3591c3a0d802195c3b9ee61c24cf6fb87afb93a5c9180903b45ee573b84e764e736e0272ef4a400f854', NULL, '[]', true, '2026-09-07 01:00:00+00', 1, 1, 1),
	(2, '01a22cbf-e55a-766e-b5e6-570d005e84df', 'webhook', 'mark165331f9f2', '\x010772656c656173653d1402a05744e5f958117352e172911356fc8eb40ff721ece710b660b23b8d9604ba445619e1677ca04229f847074df35af63dc1704901919caff7873fd4c2', NULL, '[]', true, '2026-09-07 01:00:00+00', 1, 7, 2),
	(3, '01a22cbf-e689-7746-b3e7-2feaed06f80f', 'webhook', 'markefe08b2018', '\x010772656c656173659c963ed3089a2967d0e899f18523943792c91c273951be5989ffd5f462ccdcec63867d4fe9b9daac0e549e32bdc68778f1d52b07aebb7792d9fd9b7777458d', NULL, '[]', true, '2026-09-07 01:00:00+00', 2, 13, 3);


--
-- Data for Name: notify_notification; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.notify_notification VALUES
	(1, '01a22cbf-e312-777f-9f40-73832aa2fe3a', 'markac8b21d05a', 'markac8b21d05a', 'reminder', 'staff', 'markac8b21d05a', 'markac8b21d05a', 'markac8b21d05a', '{}', 'markac8b21d05a', NULL, NULL, '2026-11-30 13:58:22.738273+00', NULL, false, NULL, NULL, 'markac8b21d05a', 0, NULL, 1, NULL, NULL, NULL, 1),
	(2, '01a22cbf-e566-705e-99cc-46340d606b08', 'mark165331f9f2', 'mark165331f9f2', 'reminder', 'staff', 'mark165331f9f2', 'mark165331f9f2', 'mark165331f9f2', '{}', 'mark165331f9f2', NULL, NULL, '2026-11-30 13:58:23.334688+00', NULL, false, NULL, NULL, 'mark165331f9f2', 0, NULL, 1, NULL, NULL, NULL, 2),
	(3, '01a22cbf-e691-7376-b88e-d6d43903c91c', 'markefe08b2018', 'markefe08b2018', 'reminder', 'staff', 'markefe08b2018', 'markefe08b2018', 'markefe08b2018', '{}', 'markefe08b2018', NULL, NULL, '2026-11-30 13:58:23.633872+00', NULL, false, NULL, NULL, 'markefe08b2018', 0, NULL, 2, NULL, NULL, NULL, 3);


--
-- Data for Name: notify_optout; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.notify_optout VALUES
	('01a22cbf-e30c-72cd-8dfe-37f3701b5aae', 'inbox', 'markac8b21d05a', '2026-09-07 01:00:00+00', 'markac8b21d05a', 1, 1),
	('01a22cbf-e561-72f7-986c-3b6ef77541a3', 'inbox', 'mark165331f9f2', '2026-09-07 01:00:00+00', 'mark165331f9f2', 1, 2),
	('01a22cbf-e68f-7472-befa-d040d8646d25', 'inbox', 'markefe08b2018', '2026-09-07 01:00:00+00', 'markefe08b2018', 2, 3);


--
-- Data for Name: notify_recipientaddress; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.notify_recipientaddress VALUES
	('01a22cbf-e329-773a-90ab-3d3ede646881', '\x7365616c6564', 'markac8b21d05a', NULL, NULL, 1, 1, 1),
	('01a22cbf-e572-720b-b549-f04a5e2de765', '\x7365616c6564', 'mark165331f9f2', NULL, NULL, 1, 2, 2),
	('01a22cbf-e69d-7304-94f5-5d75b01e4da6', '\x7365616c6564', 'markefe08b2018', NULL, NULL, 2, 3, 3);


--
-- Data for Name: notify_systemincident; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.notify_systemincident VALUES
	(1, '01a22cbf-e337-7481-acc9-8b52d380bb6e', 'channel_down', 'markac8b21d05a', '2026-09-07 01:00:00+00', '2026-09-07 01:00:00+00', 1, NULL, NULL, 1, 1),
	(2, '01a22cbf-e57a-74ed-b7fe-788595fb09fa', 'channel_down', 'mark165331f9f2', '2026-09-07 01:00:00+00', '2026-09-07 01:00:00+00', 1, NULL, NULL, 1, 2),
	(3, '01a22cbf-e6a8-7753-b269-ed538c26d91a', 'channel_down', 'markefe08b2018', '2026-09-07 01:00:00+00', '2026-09-07 01:00:00+00', 1, NULL, NULL, 2, 3);


--
-- Data for Name: plans_deadline; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.plans_deadline VALUES
	(1, '01a22cbf-e3ed-72a9-942e-f92b502489ab', 'markac8b21d05a', 'survey', '2026-09-07', '2026-09-07 01:00:00+00', 1, NULL),
	(2, '01a22cbf-e713-736b-bdaa-12fd623b1080', 'markefe08b2018', 'survey', '2026-09-07', '2026-09-07 01:00:00+00', 2, NULL);


--
-- Data for Name: plans_deadlinesubmission; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.plans_deadlinesubmission VALUES
	(1, '2026-09-07 01:00:00+00', 1, 1, 1, 1),
	(2, '2026-09-07 01:00:00+00', 1, 1, 2, 7),
	(3, '2026-09-07 01:00:00+00', 2, 2, 3, 13);


--
-- Data for Name: plans_leadinggroupmember; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.plans_leadinggroupmember VALUES
	(1, 'member', 1, 1, 19, 1),
	(2, 'member', 1, 2, 20, 2),
	(3, 'member', 2, 3, 21, 3);


--
-- Data for Name: plans_requiredfrequency; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.plans_requiredfrequency VALUES
	(1, 'talk', 1, 'week', 1, 1, 1),
	(2, 'talk', 1, 'week', 1, 2, 2),
	(3, 'talk', 1, 'week', 2, 3, 3);


--
-- Data for Name: plans_workplan; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.plans_workplan VALUES
	(1, '01a22cbf-e3d1-77eb-bdb4-64da6edbe641', 'markac8b21d05a', 'markac8b21d05a', 'draft', NULL, NULL, 1, 1, 3),
	(2, '01a22cbf-e5d3-7339-bda3-c993f55bcfac', 'mark165331f9f2', 'mark165331f9f2', 'draft', NULL, NULL, 1, 2, 3),
	(3, '01a22cbf-e709-74dd-a52b-4165c65dae00', 'markefe08b2018', 'markefe08b2018', 'draft', NULL, NULL, 2, 3, 4);


--
-- Data for Name: reminders_evaluationcheckpoint; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.reminders_evaluationcheckpoint VALUES
	(1, '2026-09-07 01:00:00+00', 1),
	(2, '2026-09-07 01:00:00+00', 2);


--
-- Data for Name: reminders_notificationtemplate; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.reminders_notificationtemplate VALUES
	(1, '01a22cbf-e349-7162-b28d-2ef0067bd0e2', 'markac8b21d05a', 'zh-hans', 1, 'markac8b21d05a', 'markac8b21d05a', '2026-09-07 01:00:00+00', NULL, 1, NULL),
	(2, '01a22cbf-e6c4-720b-a66b-e2af6e4491c0', 'markefe08b2018', 'zh-hans', 1, 'markefe08b2018', 'markefe08b2018', '2026-09-07 01:00:00+00', NULL, 2, NULL);


--
-- Data for Name: reminders_reminderrule; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.reminders_reminderrule VALUES
	(1, '01a22cbf-e33c-708f-be07-bdd78c0dd500', 'markac8b21d05a', 1, true, 0, 0, 0, 'school', '08:00:00', '{}', '{}', 'latest', 24, '2026-09-07 01:00:00+00', NULL, 1, NULL),
	(2, '01a22cbf-e6b7-7147-95fb-4ba100223c9d', 'markefe08b2018', 1, true, 0, 0, 0, 'school', '08:00:00', '{}', '{}', 'latest', 24, '2026-09-07 01:00:00+00', NULL, 2, NULL);


--
-- Data for Name: reminders_schoolreminderrule; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.reminders_schoolreminderrule VALUES
	(1, '01a22cbf-e344-70c3-af3a-8e142cfa3e8b', 'markac8b21d05a', 1, true, 0, 0, 0, 'school', '08:00:00', '{}', '{}', 'latest', 24, '2026-09-07 01:00:00+00', NULL, 1, NULL, 1),
	(2, '01a22cbf-e580-73db-a3c1-83adc5e054b8', 'mark165331f9f2', 1, true, 0, 0, 0, 'school', '08:00:00', '{}', '{}', 'latest', 24, '2026-09-07 01:00:00+00', NULL, 1, NULL, 2),
	(3, '01a22cbf-e6ba-723f-954a-44184e6ca225', 'markefe08b2018', 1, true, 0, 0, 0, 'school', '08:00:00', '{}', '{}', 'latest', 24, '2026-09-07 01:00:00+00', NULL, 2, NULL, 3);


--
-- Data for Name: schools_county; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_county VALUES
	(1, '01a22cbf-d6b6-72d9-b9ad-7feb7f072240', '清河县', '', NULL),
	(2, '01a22cbf-d6e1-7167-9622-985ae92d5b60', '云岭县', '', NULL);


--
-- Data for Name: schools_officer; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_officer VALUES
	(1, '01a22cbf-e1ac-74b6-8fc8-7ab644ef60e3', '周干事', '', 'zh-hans', 1, 19),
	(2, '01a22cbf-e1ce-7772-8eb1-ea3346447bce', '周干事', '', 'zh-hans', 1, 20),
	(3, '01a22cbf-e1f3-77fd-9432-41ca4fef2ced', '周干事', '', 'zh-hans', 1, 21),
	(4, '01a22cbf-e21b-7493-8a07-1d4e009196c0', '周干事', '', 'zh-hans', 1, 22),
	(5, '01a22cbf-e252-74e1-83b5-2a1d421b7009', '周干事', '', 'zh-hans', 2, 23),
	(6, '01a22cbf-e2b0-7346-8cd9-28395575c957', 'markac8b21d05a', 'nobody@example.test', 'zh-hans', 1, NULL),
	(7, '01a22cbf-e64c-7534-8a2c-9d142d7abab8', 'markefe08b2018', 'nobody@example.test', 'zh-hans', 2, NULL);


--
-- Data for Name: schools_region; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_region VALUES
	(1, '01a22cbf-d707-7599-9c51-a38b1aaac1aa', '清河镇', 1),
	(2, '01a22cbf-d71d-7658-98ac-43fcbf02b7c7', '清河镇', 2),
	(3, '01a22cbf-e280-7745-abe1-2a27a2dca032', 'markac8b21d05a', 1),
	(4, '01a22cbf-e63b-72e2-990e-1863a6fcec13', 'markefe08b2018', 2);


--
-- Data for Name: schools_school; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_school VALUES
	(1, '01a22cbf-d72a-7250-986d-1f0821cf3cd0', '中心小学', '', 'primary', true, 1, 1),
	(2, '01a22cbf-d739-72f5-a35c-8f1ffd53d317', '河西小学', '', 'primary', true, 1, 1),
	(3, '01a22cbf-d73c-7596-85ee-e5433930af4d', '云岭小学', '', 'primary', true, 2, 2);


--
-- Data for Name: schools_schoolclass; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_schoolclass VALUES
	(1, '01a22cbf-df8d-731f-9f14-0d301cbc45e0', 2024, 1, 1, 1, 1, 1, NULL),
	(2, '01a22cbf-df8f-70f0-9bc9-ff4f5493e75f', 2024, 1, 2, 1, 1, 1, NULL),
	(3, '01a22cbf-e075-70ba-9c39-f55969355c6b', 2024, 1, 1, 1, 2, 2, NULL),
	(4, '01a22cbf-e077-71b0-9adc-a81799fe7108', 2024, 1, 2, 1, 2, 2, NULL),
	(5, '01a22cbf-e181-71a1-974a-e057f2754dde', 2024, 1, 1, 2, 3, 3, NULL),
	(6, '01a22cbf-e182-7473-9b00-f9b009ba2cd8', 2024, 1, 2, 2, 3, 3, NULL),
	(7, '01a22cbf-e2c9-739f-830a-0d05c488adf0', 2024, 1, 102, 1, 1, 4, NULL),
	(8, '01a22cbf-e539-737c-aeaf-422c67ee714f', 2024, 1, 106, 1, 2, 5, NULL),
	(9, '01a22cbf-e65c-71ab-b535-249e630efbe6', 2024, 1, 108, 2, 3, 6, NULL);


--
-- Data for Name: schools_schoolday; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_schoolday VALUES
	(1, '2026-09-07', 'lessons', 'markac8b21d05a', 'markac8b21d05a', 1, 3),
	(2, '2026-09-07', 'lessons', 'markefe08b2018', 'markefe08b2018', 2, 4);


--
-- Data for Name: schools_schooldayoverride; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_schooldayoverride VALUES
	(1, '2026-09-08', 'lessons', 'markac8b21d05a', 1, 1),
	(2, '2026-09-12', 'lessons', 'mark165331f9f2', 1, 2),
	(3, '2026-09-14', 'lessons', 'markefe08b2018', 2, 3);


--
-- Data for Name: schools_site; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_site VALUES
	(1, '01a22cbf-d802-7284-9c56-3d752bd60779', '本部', 'main', 1, 1),
	(2, '01a22cbf-e00a-7404-b0fa-62188ed3475c', '本部', 'main', 1, 2),
	(3, '01a22cbf-e103-7364-8a5a-27a32c2d6ee9', '本部', 'main', 2, 3),
	(4, '01a22cbf-e284-71c5-af3e-bb2a75e4bedc', 'markac8b21d05a', 'main', 1, 1),
	(5, '01a22cbf-e524-7271-b971-4c44f93cc12b', 'mark165331f9f2', 'main', 1, 2),
	(6, '01a22cbf-e63f-7058-b540-ff9c21ba02c0', 'markefe08b2018', 'main', 2, 3);


--
-- Data for Name: schools_staff; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_staff VALUES
	(1, '01a22cbf-df19-7034-a5d9-ed5c3b5ad0ed', '李校长', 'li xiao zhang', 'lxz', 'F', '', '', 'zh-hans', true, 1, 1, 1, 1),
	(2, '01a22cbf-df3a-76bb-be40-84e6531c0aae', '赵主任', 'zhao zhu ren', 'zzr', 'F', '', '', 'zh-hans', true, 1, 1, 1, 2),
	(3, '01a22cbf-df4f-709a-a50c-6c3c17b9a467', '王老师', 'wang lao shi', 'wls', 'F', '', '', 'zh-hans', true, 1, 1, 1, 3),
	(4, '01a22cbf-df60-750e-907d-f4e1a380aec6', '陈老师', 'chen lao shi', 'cls', 'F', '', '', 'zh-hans', true, 1, 1, 1, 4),
	(5, '01a22cbf-df6f-71cb-9229-9861a7c73399', '孙护士', 'sun hu shi', 'shs', 'F', '', '', 'zh-hans', true, 1, 1, 1, 5),
	(6, '01a22cbf-df7b-72c4-a05e-913993cbefb9', '周奶奶', 'zhou nai nai', 'znn', 'F', '', '', 'zh-hans', true, 1, 1, 1, 6),
	(7, '01a22cbf-e00d-7279-a7fe-8c202f221af8', '李校长', 'li xiao zhang', 'lxz', 'F', '', '', 'zh-hans', true, 1, 2, 2, 7),
	(8, '01a22cbf-e01f-70bb-aca6-e5b7af70535c', '赵主任', 'zhao zhu ren', 'zzr', 'F', '', '', 'zh-hans', true, 1, 2, 2, 8),
	(9, '01a22cbf-e02b-77aa-93ca-7fb42a5ff50d', '王老师', 'wang lao shi', 'wls', 'F', '', '', 'zh-hans', true, 1, 2, 2, 9),
	(10, '01a22cbf-e039-72f2-b123-d9151816e56f', '陈老师', 'chen lao shi', 'cls', 'F', '', '', 'zh-hans', true, 1, 2, 2, 10),
	(11, '01a22cbf-e051-7275-b9f1-5d62f533aee6', '孙护士', 'sun hu shi', 'shs', 'F', '', '', 'zh-hans', true, 1, 2, 2, 11),
	(12, '01a22cbf-e061-7526-b481-d326e01eec9b', '周奶奶', 'zhou nai nai', 'znn', 'F', '', '', 'zh-hans', true, 1, 2, 2, 12),
	(13, '01a22cbf-e106-72c7-b0df-f28dd21ef152', '李校长', 'li xiao zhang', 'lxz', 'F', '', '', 'zh-hans', true, 2, 3, 3, 13),
	(14, '01a22cbf-e115-73ac-a1ab-aad83eec2c24', '赵主任', 'zhao zhu ren', 'zzr', 'F', '', '', 'zh-hans', true, 2, 3, 3, 14),
	(15, '01a22cbf-e141-7352-8279-dfd81c49cd6b', '王老师', 'wang lao shi', 'wls', 'F', '', '', 'zh-hans', true, 2, 3, 3, 15),
	(16, '01a22cbf-e153-77fb-abe0-afcb39c00665', '陈老师', 'chen lao shi', 'cls', 'F', '', '', 'zh-hans', true, 2, 3, 3, 16),
	(17, '01a22cbf-e16a-762f-be89-261ec0d2378c', '孙护士', 'sun hu shi', 'shs', 'F', '', '', 'zh-hans', true, 2, 3, 3, 17),
	(18, '01a22cbf-e17a-7074-89ab-d28278fcbc22', '周奶奶', 'zhou nai nai', 'znn', 'F', '', '', 'zh-hans', true, 2, 3, 3, 18),
	(19, '01a22cbf-e289-7569-9bd5-a10764cbdc06', 'markac8b21d05a', 'markac8b21d05a', 'markac8b21d05a', 'M', 'markac8b21d05a', 'nobody@example.test', 'zh-hans', true, 1, 1, 4, NULL),
	(20, '01a22cbf-e52f-7704-9965-84f018aaf884', 'mark165331f9f2', 'mark165331f9f2', 'mark165331f9f2', 'M', 'mark165331f9f2', 'nobody@example.test', 'zh-hans', true, 1, 2, 5, NULL),
	(21, '01a22cbf-e643-70cc-b3da-adc0c278e5f1', 'markefe08b2018', 'markefe08b2018', 'markefe08b2018', 'M', 'markefe08b2018', 'nobody@example.test', 'zh-hans', true, 2, 3, 6, NULL);


--
-- Data for Name: schools_staffprivate; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_staffprivate VALUES
	(1, '01a22cbf-e29a-733a-a9d8-4458e7ff8465', '\x010772656c656173658dc2fb5d352e84fea29351dcdd1f6f1be995480eb02004bcb2796fc87a8371fe94c802eec615d3', 1, 1, 19),
	(2, '01a22cbf-e533-7629-a9b9-58c2cd433c2c', '\x010772656c656173654ebf8ba9a3eb7b08fb86e8eac810ec9becf15fd19c78c0f691883009a9abcf35b5f6a9743b292f', 1, 2, 20),
	(3, '01a22cbf-e64a-7180-a8b2-d6722fa83b6f', '\x010772656c656173654be21cb585720f665f21e133ca62688d66c72dbe9a3c05500efc313eae62b3d75108411ba7efba', 2, 3, 21);


--
-- Data for Name: schools_term; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_term VALUES
	(1, '01a22cbf-d6e5-71cd-bdee-ccfd23af1097', 2026, 'autumn', '2026-09-01', '2027-01-22', 1),
	(2, '01a22cbf-d6f9-7448-b5b9-ddea1ec6e10c', 2026, 'autumn', '2026-09-01', '2027-01-22', 2),
	(3, '01a22cbf-e2b3-7246-860b-d673b137b3e1', 2027, 'autumn', '2026-09-07', '2030-02-01', 1),
	(4, '01a22cbf-e651-7093-a83e-09e23603f319', 2027, 'spring', '2026-09-07', '2030-02-01', 2);


--
-- Data for Name: schools_vaultkey; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.schools_vaultkey VALUES
	('release', '0145a5bbd78ce45258327bdb20f60d99', '2026-11-30 13:58:13.883891+00'),
	('index', '644cc977301578ab1965a9eed9e37072', '2026-11-30 13:58:13.883905+00');


--
-- Data for Name: usersessions_usersession; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: access_accountlink_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.access_accountlink_id_seq', 3, true);


--
-- Name: access_invitation_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.access_invitation_id_seq', 3, true);


--
-- Name: access_membership_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.access_membership_id_seq', 26, true);


--
-- Name: account_emailaddress_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);


--
-- Name: account_emailconfirmation_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);


--
-- Name: accounts_attempts_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_attempts_id_seq', 1, false);


--
-- Name: accounts_usedstep_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_usedstep_id_seq', 1, false);


--
-- Name: accounts_user_groups_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_user_groups_id_seq', 1, false);


--
-- Name: accounts_user_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_user_id_seq', 23, true);


--
-- Name: accounts_user_user_permissions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.accounts_user_user_permissions_id_seq', 1, false);


--
-- Name: activities_dutyshift_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.activities_dutyshift_id_seq', 3, true);


--
-- Name: assessment_assessmentresult_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.assessment_assessmentresult_id_seq', 3, true);


--
-- Name: assessment_assessmentround_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.assessment_assessmentround_id_seq', 2, true);


--
-- Name: assessment_indicator_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.assessment_indicator_id_seq', 2, true);


--
-- Name: assessment_rubric_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.assessment_rubric_id_seq', 2, true);


--
-- Name: assessment_score_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.assessment_score_id_seq', 3, true);


--
-- Name: auth_group_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);


--
-- Name: auth_group_permissions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);


--
-- Name: auth_permission_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_permission_id_seq', 375, true);


--
-- Name: axes_accessattempt_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.axes_accessattempt_id_seq', 1, false);


--
-- Name: axes_accessfailurelog_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.axes_accessfailurelog_id_seq', 1, false);


--
-- Name: axes_accesslog_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.axes_accesslog_id_seq', 1, false);


--
-- Name: care_backgroundcheck_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.care_backgroundcheck_id_seq', 3, true);


--
-- Name: care_carenote_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.care_carenote_id_seq', 3, true);


--
-- Name: care_carerecord_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.care_carerecord_id_seq', 3, true);


--
-- Name: care_duework_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.care_duework_id_seq', 3, true);


--
-- Name: care_mentor_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.care_mentor_id_seq', 3, true);


--
-- Name: care_pairing_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.care_pairing_id_seq', 3, true);


--
-- Name: care_pairingplan_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.care_pairingplan_id_seq', 3, true);


--
-- Name: care_proposedpair_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.care_proposedpair_id_seq', 3, true);


--
-- Name: children_caseassignment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_caseassignment_id_seq', 3, true);


--
-- Name: children_child_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_child_id_seq', 12, true);


--
-- Name: children_childgrant_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_childgrant_id_seq', 3, true);


--
-- Name: children_contactcard_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_contactcard_id_seq', 3, true);


--
-- Name: children_guardian_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_guardian_id_seq', 3, true);


--
-- Name: children_headeralias_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_headeralias_id_seq', 2, true);


--
-- Name: children_parentwhereabouts_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_parentwhereabouts_id_seq', 3, true);


--
-- Name: children_phonenumber_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_phonenumber_id_seq', 3, true);


--
-- Name: children_pupil_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_pupil_id_seq', 15, true);


--
-- Name: children_pupilprivate_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_pupilprivate_id_seq', 3, true);


--
-- Name: children_reportedstatus_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_reportedstatus_id_seq', 3, true);


--
-- Name: children_rosterfile_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_rosterfile_id_seq', 3, true);


--
-- Name: children_rosterimport_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.children_rosterimport_id_seq', 3, true);


--
-- Name: dashboards_schoolquarter_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.dashboards_schoolquarter_id_seq', 3, true);


--
-- Name: dashboards_schoolweek_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.dashboards_schoolweek_id_seq', 3, true);


--
-- Name: django_content_type_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_content_type_id_seq', 94, true);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_migrations_id_seq', 71, true);


--
-- Name: guardian_groupobjectpermission_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.guardian_groupobjectpermission_id_seq', 1, false);


--
-- Name: guardian_userobjectpermission_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.guardian_userobjectpermission_id_seq', 1, false);


--
-- Name: health_appointment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.health_appointment_id_seq', 3, true);


--
-- Name: health_campaign_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.health_campaign_id_seq', 2, true);


--
-- Name: health_campaignclinic_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.health_campaignclinic_id_seq', 2, true);


--
-- Name: health_checkup_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.health_checkup_id_seq', 3, true);


--
-- Name: health_clinic_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.health_clinic_id_seq', 2, true);


--
-- Name: health_finding_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.health_finding_id_seq', 3, true);


--
-- Name: health_measurements_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.health_measurements_id_seq', 3, true);


--
-- Name: jobs_job_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.jobs_job_id_seq', 3, true);


--
-- Name: jobs_occurrence_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.jobs_occurrence_id_seq', 3, true);


--
-- Name: mfa_authenticator_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.mfa_authenticator_id_seq', 1, false);


--
-- Name: monitoring_queueheartbeat_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.monitoring_queueheartbeat_id_seq', 1, false);


--
-- Name: notify_channelbreaker_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.notify_channelbreaker_id_seq', 1, false);


--
-- Name: notify_delivery_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.notify_delivery_id_seq', 3, true);


--
-- Name: notify_integration_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.notify_integration_id_seq', 3, true);


--
-- Name: notify_notification_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.notify_notification_id_seq', 3, true);


--
-- Name: notify_systemincident_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.notify_systemincident_id_seq', 3, true);


--
-- Name: plans_deadline_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.plans_deadline_id_seq', 2, true);


--
-- Name: plans_deadlinesubmission_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.plans_deadlinesubmission_id_seq', 3, true);


--
-- Name: plans_leadinggroupmember_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.plans_leadinggroupmember_id_seq', 3, true);


--
-- Name: plans_requiredfrequency_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.plans_requiredfrequency_id_seq', 3, true);


--
-- Name: plans_workplan_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.plans_workplan_id_seq', 3, true);


--
-- Name: reminders_evaluationcheckpoint_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reminders_evaluationcheckpoint_id_seq', 2, true);


--
-- Name: reminders_notificationtemplate_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reminders_notificationtemplate_id_seq', 2, true);


--
-- Name: reminders_reminderrule_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reminders_reminderrule_id_seq', 2, true);


--
-- Name: reminders_schoolreminderrule_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reminders_schoolreminderrule_id_seq', 3, true);


--
-- Name: schools_county_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_county_id_seq', 2, true);


--
-- Name: schools_officer_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_officer_id_seq', 7, true);


--
-- Name: schools_region_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_region_id_seq', 4, true);


--
-- Name: schools_school_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_school_id_seq', 3, true);


--
-- Name: schools_schoolclass_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_schoolclass_id_seq', 9, true);


--
-- Name: schools_schoolday_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_schoolday_id_seq', 2, true);


--
-- Name: schools_schooldayoverride_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_schooldayoverride_id_seq', 3, true);


--
-- Name: schools_site_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_site_id_seq', 6, true);


--
-- Name: schools_staff_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_staff_id_seq', 21, true);


--
-- Name: schools_staffprivate_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_staffprivate_id_seq', 3, true);


--
-- Name: schools_term_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.schools_term_id_seq', 4, true);


--
-- Name: usersessions_usersession_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.usersessions_usersession_id_seq', 1, false);


--
-- Name: access_accountlink access_accountlink_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_accountlink
    ADD CONSTRAINT access_accountlink_pkey PRIMARY KEY (id);


--
-- Name: access_accountlink access_accountlink_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_accountlink
    ADD CONSTRAINT access_accountlink_public_id_key UNIQUE (public_id);


--
-- Name: access_accountlink access_accountlink_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_accountlink
    ADD CONSTRAINT access_accountlink_tenant_uq UNIQUE (county_id, id);


--
-- Name: access_accountlink access_accountlink_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_accountlink
    ADD CONSTRAINT access_accountlink_token_hash_key UNIQUE (token_hash);


--
-- Name: access_auditevent access_auditevent_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_auditevent
    ADD CONSTRAINT access_auditevent_pkey PRIMARY KEY (id);


--
-- Name: access_auditevent access_auditevent_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_auditevent
    ADD CONSTRAINT access_auditevent_tenant_uq UNIQUE (county_id, id);


--
-- Name: access_invitation access_invitation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_invitation
    ADD CONSTRAINT access_invitation_pkey PRIMARY KEY (id);


--
-- Name: access_invitation access_invitation_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_invitation
    ADD CONSTRAINT access_invitation_public_id_key UNIQUE (public_id);


--
-- Name: access_invitation access_invitation_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_invitation
    ADD CONSTRAINT access_invitation_tenant_uq UNIQUE (county_id, id);


--
-- Name: access_invitation access_invitation_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_invitation
    ADD CONSTRAINT access_invitation_token_hash_key UNIQUE (token_hash);


--
-- Name: access_membership access_membership_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_membership
    ADD CONSTRAINT access_membership_pkey PRIMARY KEY (id);


--
-- Name: access_membership access_membership_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_membership
    ADD CONSTRAINT access_membership_public_id_key UNIQUE (public_id);


--
-- Name: access_membership access_membership_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_membership
    ADD CONSTRAINT access_membership_tenant_uq UNIQUE (county_id, id);


--
-- Name: account_emailaddress account_emailaddress_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);


--
-- Name: account_emailaddress account_emailaddress_user_id_email_987c8728_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);


--
-- Name: account_emailconfirmation account_emailconfirmation_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);


--
-- Name: account_emailconfirmation account_emailconfirmation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);


--
-- Name: accounts_attempts accounts_attempts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_attempts
    ADD CONSTRAINT accounts_attempts_pkey PRIMARY KEY (id);


--
-- Name: accounts_usedstep accounts_usedstep_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_usedstep
    ADD CONSTRAINT accounts_usedstep_pkey PRIMARY KEY (id);


--
-- Name: accounts_usedstep accounts_usedstep_user_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_usedstep
    ADD CONSTRAINT accounts_usedstep_user_id_key UNIQUE (user_id);


--
-- Name: accounts_user_groups accounts_user_groups_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_pkey PRIMARY KEY (id);


--
-- Name: accounts_user_groups accounts_user_groups_user_id_group_id_59c0b32f_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_group_id_59c0b32f_uniq UNIQUE (user_id, group_id);


--
-- Name: accounts_user accounts_user_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);


--
-- Name: accounts_user_user_permissions accounts_user_user_permi_user_id_permission_id_2ab516c2_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permi_user_id_permission_id_2ab516c2_uniq UNIQUE (user_id, permission_id);


--
-- Name: accounts_user_user_permissions accounts_user_user_permissions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permissions_pkey PRIMARY KEY (id);


--
-- Name: accounts_user accounts_user_username_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_username_key UNIQUE (username);


--
-- Name: activities_dutyshift activities_dutyshift_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.activities_dutyshift
    ADD CONSTRAINT activities_dutyshift_pkey PRIMARY KEY (id);


--
-- Name: activities_dutyshift activities_dutyshift_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.activities_dutyshift
    ADD CONSTRAINT activities_dutyshift_public_id_key UNIQUE (public_id);


--
-- Name: activities_dutyshift activities_dutyshift_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.activities_dutyshift
    ADD CONSTRAINT activities_dutyshift_tenant_uq UNIQUE (school_id, id);


--
-- Name: health_appointment appointment_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_appointment
    ADD CONSTRAINT appointment_once UNIQUE (campaign_id, school_class_id);


--
-- Name: assessment_assessmentresult assessment_assessmentresult_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentresult
    ADD CONSTRAINT assessment_assessmentresult_pkey PRIMARY KEY (id);


--
-- Name: assessment_assessmentresult assessment_assessmentresult_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentresult
    ADD CONSTRAINT assessment_assessmentresult_public_id_key UNIQUE (public_id);


--
-- Name: assessment_assessmentresult assessment_assessmentresult_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentresult
    ADD CONSTRAINT assessment_assessmentresult_tenant_uq UNIQUE (school_id, id);


--
-- Name: assessment_assessmentround assessment_assessmentround_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentround
    ADD CONSTRAINT assessment_assessmentround_pkey PRIMARY KEY (id);


--
-- Name: assessment_assessmentround assessment_assessmentround_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentround
    ADD CONSTRAINT assessment_assessmentround_public_id_key UNIQUE (public_id);


--
-- Name: assessment_assessmentround assessment_assessmentround_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentround
    ADD CONSTRAINT assessment_assessmentround_tenant_uq UNIQUE (county_id, id);


--
-- Name: assessment_indicator assessment_indicator_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_indicator
    ADD CONSTRAINT assessment_indicator_pkey PRIMARY KEY (id);


--
-- Name: assessment_indicator assessment_indicator_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_indicator
    ADD CONSTRAINT assessment_indicator_public_id_key UNIQUE (public_id);


--
-- Name: assessment_indicator assessment_indicator_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_indicator
    ADD CONSTRAINT assessment_indicator_tenant_uq UNIQUE (county_id, id);


--
-- Name: assessment_rubric assessment_rubric_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_rubric
    ADD CONSTRAINT assessment_rubric_pkey PRIMARY KEY (id);


--
-- Name: assessment_rubric assessment_rubric_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_rubric
    ADD CONSTRAINT assessment_rubric_public_id_key UNIQUE (public_id);


--
-- Name: assessment_rubric assessment_rubric_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_rubric
    ADD CONSTRAINT assessment_rubric_tenant_uq UNIQUE (county_id, id);


--
-- Name: assessment_score assessment_score_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_score
    ADD CONSTRAINT assessment_score_pkey PRIMARY KEY (id);


--
-- Name: assessment_score assessment_score_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_score
    ADD CONSTRAINT assessment_score_public_id_key UNIQUE (public_id);


--
-- Name: assessment_score assessment_score_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_score
    ADD CONSTRAINT assessment_score_tenant_uq UNIQUE (school_id, id);


--
-- Name: notify_deliveryattempt attempt_number; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_deliveryattempt
    ADD CONSTRAINT attempt_number UNIQUE (delivery_id, number);


--
-- Name: accounts_attempts attempts_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_attempts
    ADD CONSTRAINT attempts_once UNIQUE (kind, key);


--
-- Name: auth_group auth_group_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);


--
-- Name: auth_group_permissions auth_group_permissions_group_id_permission_id_0cd325b0_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);


--
-- Name: auth_group_permissions auth_group_permissions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);


--
-- Name: auth_group auth_group_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);


--
-- Name: auth_permission auth_permission_content_type_id_codename_01ab375a_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);


--
-- Name: auth_permission auth_permission_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);


--
-- Name: axes_accessattempt axes_accessattempt_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_pkey PRIMARY KEY (id);


--
-- Name: axes_accessattempt axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq UNIQUE (username, ip_address, user_agent);


--
-- Name: axes_accessattemptexpiration axes_accessattemptexpiration_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptexpiration_pkey PRIMARY KEY (access_attempt_id);


--
-- Name: axes_accessfailurelog axes_accessfailurelog_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accessfailurelog
    ADD CONSTRAINT axes_accessfailurelog_pkey PRIMARY KEY (id);


--
-- Name: axes_accesslog axes_accesslog_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accesslog
    ADD CONSTRAINT axes_accesslog_pkey PRIMARY KEY (id);


--
-- Name: care_backgroundcheck background_check_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_backgroundcheck
    ADD CONSTRAINT background_check_once UNIQUE (staff_id, valid_until);


--
-- Name: health_campaignclinic campaign_clinic_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaignclinic
    ADD CONSTRAINT campaign_clinic_once UNIQUE (campaign_id, clinic_id);


--
-- Name: care_backgroundcheck care_backgroundcheck_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_backgroundcheck
    ADD CONSTRAINT care_backgroundcheck_pkey PRIMARY KEY (id);


--
-- Name: care_backgroundcheck care_backgroundcheck_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_backgroundcheck
    ADD CONSTRAINT care_backgroundcheck_public_id_key UNIQUE (public_id);


--
-- Name: care_backgroundcheck care_backgroundcheck_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_backgroundcheck
    ADD CONSTRAINT care_backgroundcheck_tenant_uq UNIQUE (school_id, id);


--
-- Name: care_carenote care_carenote_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carenote
    ADD CONSTRAINT care_carenote_pkey PRIMARY KEY (id);


--
-- Name: care_carenote care_carenote_record_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carenote
    ADD CONSTRAINT care_carenote_record_id_key UNIQUE (record_id);


--
-- Name: care_carenote care_carenote_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carenote
    ADD CONSTRAINT care_carenote_tenant_uq UNIQUE (school_id, id);


--
-- Name: care_carerecord care_carerecord_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carerecord
    ADD CONSTRAINT care_carerecord_pkey PRIMARY KEY (id);


--
-- Name: care_carerecord care_carerecord_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carerecord
    ADD CONSTRAINT care_carerecord_public_id_key UNIQUE (public_id);


--
-- Name: care_carerecord care_carerecord_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carerecord
    ADD CONSTRAINT care_carerecord_tenant_uq UNIQUE (school_id, id);


--
-- Name: care_duework care_duework_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT care_duework_pkey PRIMARY KEY (id);


--
-- Name: care_duework care_duework_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT care_duework_public_id_key UNIQUE (public_id);


--
-- Name: care_duework care_duework_record_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT care_duework_record_id_key UNIQUE (record_id);


--
-- Name: care_duework care_duework_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT care_duework_tenant_uq UNIQUE (school_id, id);


--
-- Name: care_mentor care_mentor_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_mentor
    ADD CONSTRAINT care_mentor_pkey PRIMARY KEY (id);


--
-- Name: care_mentor care_mentor_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_mentor
    ADD CONSTRAINT care_mentor_public_id_key UNIQUE (public_id);


--
-- Name: care_mentor care_mentor_staff_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_mentor
    ADD CONSTRAINT care_mentor_staff_id_key UNIQUE (staff_id);


--
-- Name: care_mentor care_mentor_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_mentor
    ADD CONSTRAINT care_mentor_tenant_uq UNIQUE (school_id, id);


--
-- Name: care_pairing care_pairing_assignment_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairing
    ADD CONSTRAINT care_pairing_assignment_id_key UNIQUE (assignment_id);


--
-- Name: care_pairing care_pairing_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairing
    ADD CONSTRAINT care_pairing_pkey PRIMARY KEY (id);


--
-- Name: care_pairing care_pairing_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairing
    ADD CONSTRAINT care_pairing_public_id_key UNIQUE (public_id);


--
-- Name: care_pairing care_pairing_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairing
    ADD CONSTRAINT care_pairing_tenant_uq UNIQUE (school_id, id);


--
-- Name: care_pairingplan care_pairingplan_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairingplan
    ADD CONSTRAINT care_pairingplan_pkey PRIMARY KEY (id);


--
-- Name: care_pairingplan care_pairingplan_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairingplan
    ADD CONSTRAINT care_pairingplan_public_id_key UNIQUE (public_id);


--
-- Name: care_pairingplan care_pairingplan_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairingplan
    ADD CONSTRAINT care_pairingplan_tenant_uq UNIQUE (school_id, id);


--
-- Name: care_proposedpair care_proposedpair_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_proposedpair
    ADD CONSTRAINT care_proposedpair_pkey PRIMARY KEY (id);


--
-- Name: care_proposedpair care_proposedpair_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_proposedpair
    ADD CONSTRAINT care_proposedpair_tenant_uq UNIQUE (school_id, id);


--
-- Name: care_staleduework care_staleduework_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_staleduework
    ADD CONSTRAINT care_staleduework_pkey PRIMARY KEY (id);


--
-- Name: care_staleduework care_staleduework_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_staleduework
    ADD CONSTRAINT care_staleduework_tenant_uq UNIQUE (school_id, id);


--
-- Name: health_checkup checkup_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_checkup
    ADD CONSTRAINT checkup_once UNIQUE (campaign_id, pupil_id);


--
-- Name: children_childgrant child_grant_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_childgrant
    ADD CONSTRAINT child_grant_once UNIQUE (user_id, permission_id, content_object_id, assignment_id);


--
-- Name: children_caseassignment children_caseassignment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_caseassignment
    ADD CONSTRAINT children_caseassignment_pkey PRIMARY KEY (id);


--
-- Name: children_caseassignment children_caseassignment_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_caseassignment
    ADD CONSTRAINT children_caseassignment_public_id_key UNIQUE (public_id);


--
-- Name: children_caseassignment children_caseassignment_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_caseassignment
    ADD CONSTRAINT children_caseassignment_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_child children_child_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_child
    ADD CONSTRAINT children_child_pkey PRIMARY KEY (id);


--
-- Name: children_child children_child_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_child
    ADD CONSTRAINT children_child_public_id_key UNIQUE (public_id);


--
-- Name: children_child children_child_pupil_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_child
    ADD CONSTRAINT children_child_pupil_id_key UNIQUE (pupil_id);


--
-- Name: children_child children_child_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_child
    ADD CONSTRAINT children_child_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_childgrant children_childgrant_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_childgrant
    ADD CONSTRAINT children_childgrant_pkey PRIMARY KEY (id);


--
-- Name: children_childgrant children_childgrant_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_childgrant
    ADD CONSTRAINT children_childgrant_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_contactcard children_contactcard_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_contactcard
    ADD CONSTRAINT children_contactcard_pkey PRIMARY KEY (id);


--
-- Name: children_contactcard children_contactcard_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_contactcard
    ADD CONSTRAINT children_contactcard_public_id_key UNIQUE (public_id);


--
-- Name: children_contactcard children_contactcard_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_contactcard
    ADD CONSTRAINT children_contactcard_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_guardian children_guardian_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_guardian
    ADD CONSTRAINT children_guardian_pkey PRIMARY KEY (id);


--
-- Name: children_guardian children_guardian_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_guardian
    ADD CONSTRAINT children_guardian_public_id_key UNIQUE (public_id);


--
-- Name: children_guardian children_guardian_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_guardian
    ADD CONSTRAINT children_guardian_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_headeralias children_headeralias_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_headeralias
    ADD CONSTRAINT children_headeralias_pkey PRIMARY KEY (id);


--
-- Name: children_headeralias children_headeralias_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_headeralias
    ADD CONSTRAINT children_headeralias_public_id_key UNIQUE (public_id);


--
-- Name: children_headeralias children_headeralias_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_headeralias
    ADD CONSTRAINT children_headeralias_tenant_uq UNIQUE (county_id, id);


--
-- Name: children_parentwhereabouts children_parentwhereabouts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_parentwhereabouts
    ADD CONSTRAINT children_parentwhereabouts_pkey PRIMARY KEY (id);


--
-- Name: children_parentwhereabouts children_parentwhereabouts_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_parentwhereabouts
    ADD CONSTRAINT children_parentwhereabouts_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_phonenumber children_phonenumber_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_phonenumber
    ADD CONSTRAINT children_phonenumber_pkey PRIMARY KEY (id);


--
-- Name: children_phonenumber children_phonenumber_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_phonenumber
    ADD CONSTRAINT children_phonenumber_public_id_key UNIQUE (public_id);


--
-- Name: children_phonenumber children_phonenumber_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_phonenumber
    ADD CONSTRAINT children_phonenumber_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_pupil children_pupil_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_pupil
    ADD CONSTRAINT children_pupil_pkey PRIMARY KEY (id);


--
-- Name: children_pupil children_pupil_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_pupil
    ADD CONSTRAINT children_pupil_public_id_key UNIQUE (public_id);


--
-- Name: children_pupil children_pupil_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_pupil
    ADD CONSTRAINT children_pupil_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_pupilprivate children_pupilprivate_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_pupilprivate
    ADD CONSTRAINT children_pupilprivate_pkey PRIMARY KEY (id);


--
-- Name: children_pupilprivate children_pupilprivate_pupil_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_pupilprivate
    ADD CONSTRAINT children_pupilprivate_pupil_id_key UNIQUE (pupil_id);


--
-- Name: children_pupilprivate children_pupilprivate_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_pupilprivate
    ADD CONSTRAINT children_pupilprivate_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_reportedstatus children_reportedstatus_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_reportedstatus
    ADD CONSTRAINT children_reportedstatus_pkey PRIMARY KEY (id);


--
-- Name: children_reportedstatus children_reportedstatus_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_reportedstatus
    ADD CONSTRAINT children_reportedstatus_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_rosterfile children_rosterfile_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterfile
    ADD CONSTRAINT children_rosterfile_pkey PRIMARY KEY (id);


--
-- Name: children_rosterfile children_rosterfile_roster_import_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterfile
    ADD CONSTRAINT children_rosterfile_roster_import_id_key UNIQUE (roster_import_id);


--
-- Name: children_rosterfile children_rosterfile_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterfile
    ADD CONSTRAINT children_rosterfile_tenant_uq UNIQUE (school_id, id);


--
-- Name: children_rosterimport children_rosterimport_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterimport
    ADD CONSTRAINT children_rosterimport_pkey PRIMARY KEY (id);


--
-- Name: children_rosterimport children_rosterimport_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterimport
    ADD CONSTRAINT children_rosterimport_public_id_key UNIQUE (public_id);


--
-- Name: children_rosterimport children_rosterimport_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterimport
    ADD CONSTRAINT children_rosterimport_tenant_uq UNIQUE (school_id, id);


--
-- Name: schools_schoolclass class_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolclass
    ADD CONSTRAINT class_once UNIQUE (school_id, entry_grade, entry_year, number);


--
-- Name: health_clinic clinic_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_clinic
    ADD CONSTRAINT clinic_name UNIQUE (county_id, name);


--
-- Name: schools_county county_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_county
    ADD CONSTRAINT county_name UNIQUE (name);


--
-- Name: dashboards_schoolquarter dashboards_schoolquarter_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_schoolquarter
    ADD CONSTRAINT dashboards_schoolquarter_pkey PRIMARY KEY (id);


--
-- Name: dashboards_schoolquarter dashboards_schoolquarter_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_schoolquarter
    ADD CONSTRAINT dashboards_schoolquarter_tenant_uq UNIQUE (school_id, id);


--
-- Name: dashboards_schoolweek dashboards_schoolweek_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_schoolweek
    ADD CONSTRAINT dashboards_schoolweek_pkey PRIMARY KEY (id);


--
-- Name: dashboards_schoolweek dashboards_schoolweek_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_schoolweek
    ADD CONSTRAINT dashboards_schoolweek_tenant_uq UNIQUE (school_id, id);


--
-- Name: dashboards_stalerollup dashboards_stalerollup_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_stalerollup
    ADD CONSTRAINT dashboards_stalerollup_pkey PRIMARY KEY (id);


--
-- Name: dashboards_stalerollup dashboards_stalerollup_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_stalerollup
    ADD CONSTRAINT dashboards_stalerollup_tenant_uq UNIQUE (school_id, id);


--
-- Name: plans_deadline deadline_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadline
    ADD CONSTRAINT deadline_once UNIQUE (county_id, title, due_on);


--
-- Name: plans_deadlinesubmission deadline_submission_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadlinesubmission
    ADD CONSTRAINT deadline_submission_once UNIQUE (school_id, deadline_id);


--
-- Name: notify_delivery delivery_channel; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT delivery_channel UNIQUE NULLS NOT DISTINCT (notification_id, channel, integration_id);


--
-- Name: django_content_type django_content_type_app_label_model_76bd3d3b_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);


--
-- Name: django_content_type django_content_type_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);


--
-- Name: django_migrations django_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


--
-- Name: django_session django_session_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);


--
-- Name: care_duework due_work_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT due_work_once UNIQUE (pairing_id, activity, period_unit, period_start, number);


--
-- Name: activities_dutyshift duty_shift_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.activities_dutyshift
    ADD CONSTRAINT duty_shift_once UNIQUE (school_id, staff_id, date, start_time);


--
-- Name: reminders_evaluationcheckpoint evaluation_checkpoint_county; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_evaluationcheckpoint
    ADD CONSTRAINT evaluation_checkpoint_county UNIQUE (county_id);


--
-- Name: health_finding finding_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_finding
    ADD CONSTRAINT finding_once UNIQUE (checkup_id, kind);


--
-- Name: plans_requiredfrequency frequency_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_requiredfrequency
    ADD CONSTRAINT frequency_once UNIQUE (plan_id, activity);


--
-- Name: guardian_groupobjectpermission guardian_groupobjectperm_group_id_permission_id_o_3f189f7c_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobjectperm_group_id_permission_id_o_3f189f7c_uniq UNIQUE (group_id, permission_id, object_pk);


--
-- Name: guardian_groupobjectpermission guardian_groupobjectpermission_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobjectpermission_pkey PRIMARY KEY (id);


--
-- Name: guardian_userobjectpermission guardian_userobjectpermi_user_id_permission_id_ob_b0b3d2fc_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectpermi_user_id_permission_id_ob_b0b3d2fc_uniq UNIQUE (user_id, permission_id, object_pk);


--
-- Name: guardian_userobjectpermission guardian_userobjectpermission_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectpermission_pkey PRIMARY KEY (id);


--
-- Name: children_headeralias header_alias_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_headeralias
    ADD CONSTRAINT header_alias_once UNIQUE (county_id, header);


--
-- Name: health_appointment health_appointment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_appointment
    ADD CONSTRAINT health_appointment_pkey PRIMARY KEY (id);


--
-- Name: health_appointment health_appointment_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_appointment
    ADD CONSTRAINT health_appointment_public_id_key UNIQUE (public_id);


--
-- Name: health_appointment health_appointment_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_appointment
    ADD CONSTRAINT health_appointment_tenant_uq UNIQUE (school_id, id);


--
-- Name: health_campaign health_campaign_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaign
    ADD CONSTRAINT health_campaign_pkey PRIMARY KEY (id);


--
-- Name: health_campaign health_campaign_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaign
    ADD CONSTRAINT health_campaign_public_id_key UNIQUE (public_id);


--
-- Name: health_campaign health_campaign_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaign
    ADD CONSTRAINT health_campaign_tenant_uq UNIQUE (county_id, id);


--
-- Name: health_campaignclinic health_campaignclinic_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaignclinic
    ADD CONSTRAINT health_campaignclinic_pkey PRIMARY KEY (id);


--
-- Name: health_campaignclinic health_campaignclinic_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaignclinic
    ADD CONSTRAINT health_campaignclinic_tenant_uq UNIQUE (county_id, id);


--
-- Name: health_checkup health_checkup_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_checkup
    ADD CONSTRAINT health_checkup_pkey PRIMARY KEY (id);


--
-- Name: health_checkup health_checkup_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_checkup
    ADD CONSTRAINT health_checkup_public_id_key UNIQUE (public_id);


--
-- Name: health_checkup health_checkup_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_checkup
    ADD CONSTRAINT health_checkup_tenant_uq UNIQUE (school_id, id);


--
-- Name: health_clinic health_clinic_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_clinic
    ADD CONSTRAINT health_clinic_pkey PRIMARY KEY (id);


--
-- Name: health_clinic health_clinic_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_clinic
    ADD CONSTRAINT health_clinic_public_id_key UNIQUE (public_id);


--
-- Name: health_clinic health_clinic_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_clinic
    ADD CONSTRAINT health_clinic_tenant_uq UNIQUE (county_id, id);


--
-- Name: health_finding health_finding_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_finding
    ADD CONSTRAINT health_finding_pkey PRIMARY KEY (id);


--
-- Name: health_finding health_finding_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_finding
    ADD CONSTRAINT health_finding_public_id_key UNIQUE (public_id);


--
-- Name: health_finding health_finding_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_finding
    ADD CONSTRAINT health_finding_tenant_uq UNIQUE (school_id, id);


--
-- Name: health_measurements health_measurements_checkup_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_measurements
    ADD CONSTRAINT health_measurements_checkup_id_key UNIQUE (checkup_id);


--
-- Name: health_measurements health_measurements_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_measurements
    ADD CONSTRAINT health_measurements_pkey PRIMARY KEY (id);


--
-- Name: health_measurements health_measurements_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_measurements
    ADD CONSTRAINT health_measurements_tenant_uq UNIQUE (school_id, id);


--
-- Name: jobs_idempotencykey idempotency_key_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_idempotencykey
    ADD CONSTRAINT idempotency_key_once UNIQUE (county_id, user_id, key_hash);


--
-- Name: assessment_indicator indicator_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_indicator
    ADD CONSTRAINT indicator_once UNIQUE (rubric_id, subject, measure);


--
-- Name: notify_integration integration_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_integration
    ADD CONSTRAINT integration_name UNIQUE NULLS NOT DISTINCT (county_id, school_id, name);


--
-- Name: jobs_idempotencykey jobs_idempotencykey_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_idempotencykey
    ADD CONSTRAINT jobs_idempotencykey_pkey PRIMARY KEY (id);


--
-- Name: jobs_idempotencykey jobs_idempotencykey_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_idempotencykey
    ADD CONSTRAINT jobs_idempotencykey_tenant_uq UNIQUE (county_id, id);


--
-- Name: jobs_job jobs_job_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT jobs_job_pkey PRIMARY KEY (id);


--
-- Name: jobs_job jobs_job_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT jobs_job_public_id_key UNIQUE (public_id);


--
-- Name: jobs_job jobs_job_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT jobs_job_tenant_uq UNIQUE (county_id, id);


--
-- Name: jobs_occurrence jobs_occurrence_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_occurrence
    ADD CONSTRAINT jobs_occurrence_pkey PRIMARY KEY (id);


--
-- Name: jobs_occurrence jobs_occurrence_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_occurrence
    ADD CONSTRAINT jobs_occurrence_tenant_uq UNIQUE (county_id, id);


--
-- Name: knox_authtoken knox_authtoken_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.knox_authtoken
    ADD CONSTRAINT knox_authtoken_pkey PRIMARY KEY (digest);


--
-- Name: plans_leadinggroupmember leading_group_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_leadinggroupmember
    ADD CONSTRAINT leading_group_once UNIQUE (plan_id, staff_id);


--
-- Name: access_membership membership_names_its_person; Type: CHECK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.access_membership
    ADD CONSTRAINT membership_names_its_person CHECK ((((officer_id IS NULL) AND (school_id IS NOT NULL) AND (staff_id IS NOT NULL)) OR ((officer_id IS NOT NULL) AND (school_id IS NULL) AND (staff_id IS NULL)))) NOT VALID;


--
-- Name: mfa_authenticator mfa_authenticator_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);


--
-- Name: monitoring_queueheartbeat monitoring_queueheartbeat_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_queueheartbeat
    ADD CONSTRAINT monitoring_queueheartbeat_pkey PRIMARY KEY (id);


--
-- Name: monitoring_queueheartbeat monitoring_queueheartbeat_queue_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_queueheartbeat
    ADD CONSTRAINT monitoring_queueheartbeat_queue_key UNIQUE (queue);


--
-- Name: notify_notification notification_dedupe_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notification_dedupe_key UNIQUE (county_id, dedupe_key);


--
-- Name: reminders_notificationtemplate notification_template_version; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_notificationtemplate
    ADD CONSTRAINT notification_template_version UNIQUE (county_id, kind, language, version);


--
-- Name: notify_channelbreaker notify_channelbreaker_channel_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_channelbreaker
    ADD CONSTRAINT notify_channelbreaker_channel_key UNIQUE (channel);


--
-- Name: notify_channelbreaker notify_channelbreaker_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_channelbreaker
    ADD CONSTRAINT notify_channelbreaker_pkey PRIMARY KEY (id);


--
-- Name: notify_delivery notify_delivery_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_pkey PRIMARY KEY (id);


--
-- Name: notify_delivery notify_delivery_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_public_id_key UNIQUE (public_id);


--
-- Name: notify_delivery notify_delivery_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_tenant_uq UNIQUE (county_id, id);


--
-- Name: notify_deliveryattempt notify_deliveryattempt_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_deliveryattempt
    ADD CONSTRAINT notify_deliveryattempt_pkey PRIMARY KEY (id);


--
-- Name: notify_deliveryattempt notify_deliveryattempt_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_deliveryattempt
    ADD CONSTRAINT notify_deliveryattempt_tenant_uq UNIQUE (county_id, id);


--
-- Name: notify_deliveryreceipt notify_deliveryreceipt_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_deliveryreceipt
    ADD CONSTRAINT notify_deliveryreceipt_pkey PRIMARY KEY (id);


--
-- Name: notify_integration notify_integration_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_integration
    ADD CONSTRAINT notify_integration_pkey PRIMARY KEY (id);


--
-- Name: notify_integration notify_integration_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_integration
    ADD CONSTRAINT notify_integration_public_id_key UNIQUE (public_id);


--
-- Name: notify_integration notify_integration_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_integration
    ADD CONSTRAINT notify_integration_tenant_uq UNIQUE (county_id, id);


--
-- Name: notify_notification notify_notification_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_pkey PRIMARY KEY (id);


--
-- Name: notify_notification notify_notification_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_public_id_key UNIQUE (public_id);


--
-- Name: notify_notification notify_notification_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_tenant_uq UNIQUE (county_id, id);


--
-- Name: notify_optout notify_optout_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_optout
    ADD CONSTRAINT notify_optout_pkey PRIMARY KEY (id);


--
-- Name: notify_optout notify_optout_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_optout
    ADD CONSTRAINT notify_optout_tenant_uq UNIQUE (county_id, id);


--
-- Name: notify_recipientaddress notify_recipientaddress_delivery_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_recipientaddress
    ADD CONSTRAINT notify_recipientaddress_delivery_id_key UNIQUE (delivery_id);


--
-- Name: notify_recipientaddress notify_recipientaddress_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_recipientaddress
    ADD CONSTRAINT notify_recipientaddress_pkey PRIMARY KEY (id);


--
-- Name: notify_recipientaddress notify_recipientaddress_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_recipientaddress
    ADD CONSTRAINT notify_recipientaddress_tenant_uq UNIQUE (county_id, id);


--
-- Name: notify_systemincident notify_systemincident_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_systemincident
    ADD CONSTRAINT notify_systemincident_pkey PRIMARY KEY (id);


--
-- Name: notify_systemincident notify_systemincident_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_systemincident
    ADD CONSTRAINT notify_systemincident_public_id_key UNIQUE (public_id);


--
-- Name: notify_systemincident notify_systemincident_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_systemincident
    ADD CONSTRAINT notify_systemincident_tenant_uq UNIQUE (county_id, id);


--
-- Name: jobs_occurrence occurrence_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_occurrence
    ADD CONSTRAINT occurrence_once UNIQUE NULLS NOT DISTINCT (county_id, school_id, schedule, due_at);


--
-- Name: notify_optout opt_out_address; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_optout
    ADD CONSTRAINT opt_out_address UNIQUE NULLS NOT DISTINCT (county_id, school_id, channel, address_index);


--
-- Name: children_phonenumber phone_number_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_phonenumber
    ADD CONSTRAINT phone_number_once UNIQUE (pupil_id, owner, number_index);


--
-- Name: plans_workplan plan_once_a_term; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_workplan
    ADD CONSTRAINT plan_once_a_term UNIQUE (school_id, term_id);


--
-- Name: plans_deadline plans_deadline_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadline
    ADD CONSTRAINT plans_deadline_pkey PRIMARY KEY (id);


--
-- Name: plans_deadline plans_deadline_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadline
    ADD CONSTRAINT plans_deadline_public_id_key UNIQUE (public_id);


--
-- Name: plans_deadline plans_deadline_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadline
    ADD CONSTRAINT plans_deadline_tenant_uq UNIQUE (county_id, id);


--
-- Name: plans_deadlinesubmission plans_deadlinesubmission_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadlinesubmission
    ADD CONSTRAINT plans_deadlinesubmission_pkey PRIMARY KEY (id);


--
-- Name: plans_deadlinesubmission plans_deadlinesubmission_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadlinesubmission
    ADD CONSTRAINT plans_deadlinesubmission_tenant_uq UNIQUE (school_id, id);


--
-- Name: plans_leadinggroupmember plans_leadinggroupmember_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_leadinggroupmember
    ADD CONSTRAINT plans_leadinggroupmember_pkey PRIMARY KEY (id);


--
-- Name: plans_leadinggroupmember plans_leadinggroupmember_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_leadinggroupmember
    ADD CONSTRAINT plans_leadinggroupmember_tenant_uq UNIQUE (school_id, id);


--
-- Name: plans_requiredfrequency plans_requiredfrequency_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_requiredfrequency
    ADD CONSTRAINT plans_requiredfrequency_pkey PRIMARY KEY (id);


--
-- Name: plans_requiredfrequency plans_requiredfrequency_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_requiredfrequency
    ADD CONSTRAINT plans_requiredfrequency_tenant_uq UNIQUE (school_id, id);


--
-- Name: plans_workplan plans_workplan_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_workplan
    ADD CONSTRAINT plans_workplan_pkey PRIMARY KEY (id);


--
-- Name: plans_workplan plans_workplan_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_workplan
    ADD CONSTRAINT plans_workplan_public_id_key UNIQUE (public_id);


--
-- Name: plans_workplan plans_workplan_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_workplan
    ADD CONSTRAINT plans_workplan_tenant_uq UNIQUE (school_id, id);


--
-- Name: care_proposedpair proposed_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_proposedpair
    ADD CONSTRAINT proposed_once UNIQUE (plan_id, child_id);


--
-- Name: schools_region region_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_region
    ADD CONSTRAINT region_name UNIQUE (county_id, name);


--
-- Name: reminders_reminderrule reminder_rule_version; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_reminderrule
    ADD CONSTRAINT reminder_rule_version UNIQUE (county_id, kind, version);


--
-- Name: reminders_evaluationcheckpoint reminders_evaluationcheckpoint_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_evaluationcheckpoint
    ADD CONSTRAINT reminders_evaluationcheckpoint_pkey PRIMARY KEY (id);


--
-- Name: reminders_evaluationcheckpoint reminders_evaluationcheckpoint_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_evaluationcheckpoint
    ADD CONSTRAINT reminders_evaluationcheckpoint_tenant_uq UNIQUE (county_id, id);


--
-- Name: reminders_notificationtemplate reminders_notificationtemplate_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_notificationtemplate
    ADD CONSTRAINT reminders_notificationtemplate_pkey PRIMARY KEY (id);


--
-- Name: reminders_notificationtemplate reminders_notificationtemplate_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_notificationtemplate
    ADD CONSTRAINT reminders_notificationtemplate_public_id_key UNIQUE (public_id);


--
-- Name: reminders_notificationtemplate reminders_notificationtemplate_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_notificationtemplate
    ADD CONSTRAINT reminders_notificationtemplate_tenant_uq UNIQUE (county_id, id);


--
-- Name: reminders_reminderrule reminders_reminderrule_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_reminderrule
    ADD CONSTRAINT reminders_reminderrule_pkey PRIMARY KEY (id);


--
-- Name: reminders_reminderrule reminders_reminderrule_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_reminderrule
    ADD CONSTRAINT reminders_reminderrule_public_id_key UNIQUE (public_id);


--
-- Name: reminders_reminderrule reminders_reminderrule_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_reminderrule
    ADD CONSTRAINT reminders_reminderrule_tenant_uq UNIQUE (county_id, id);


--
-- Name: reminders_schoolreminderrule reminders_schoolreminderrule_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_schoolreminderrule
    ADD CONSTRAINT reminders_schoolreminderrule_pkey PRIMARY KEY (id);


--
-- Name: reminders_schoolreminderrule reminders_schoolreminderrule_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_schoolreminderrule
    ADD CONSTRAINT reminders_schoolreminderrule_public_id_key UNIQUE (public_id);


--
-- Name: reminders_schoolreminderrule reminders_schoolreminderrule_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_schoolreminderrule
    ADD CONSTRAINT reminders_schoolreminderrule_tenant_uq UNIQUE (school_id, id);


--
-- Name: assessment_assessmentresult result_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentresult
    ADD CONSTRAINT result_once UNIQUE NULLS NOT DISTINCT (round_id, school_id, subject, staff_id);


--
-- Name: assessment_assessmentround round_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentround
    ADD CONSTRAINT round_once UNIQUE (county_id, year, quarter);


--
-- Name: assessment_rubric rubric_version; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_rubric
    ADD CONSTRAINT rubric_version UNIQUE (county_id, version);


--
-- Name: schools_schoolday school_day_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolday
    ADD CONSTRAINT school_day_once UNIQUE (county_id, date);


--
-- Name: schools_schooldayoverride school_day_override_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schooldayoverride
    ADD CONSTRAINT school_day_override_once UNIQUE (school_id, date);


--
-- Name: schools_school school_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_school
    ADD CONSTRAINT school_name UNIQUE (county_id, name);


--
-- Name: dashboards_schoolquarter school_quarter_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_schoolquarter
    ADD CONSTRAINT school_quarter_once UNIQUE (school_id, year, quarter);


--
-- Name: reminders_schoolreminderrule school_reminder_rule_version; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_schoolreminderrule
    ADD CONSTRAINT school_reminder_rule_version UNIQUE (school_id, kind, version);


--
-- Name: dashboards_schoolweek school_week_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_schoolweek
    ADD CONSTRAINT school_week_once UNIQUE (school_id, starts_on);


--
-- Name: schools_county schools_county_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_county
    ADD CONSTRAINT schools_county_pkey PRIMARY KEY (id);


--
-- Name: schools_county schools_county_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_county
    ADD CONSTRAINT schools_county_public_id_key UNIQUE (public_id);


--
-- Name: schools_officer schools_officer_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_officer
    ADD CONSTRAINT schools_officer_pkey PRIMARY KEY (id);


--
-- Name: schools_officer schools_officer_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_officer
    ADD CONSTRAINT schools_officer_public_id_key UNIQUE (public_id);


--
-- Name: schools_officer schools_officer_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_officer
    ADD CONSTRAINT schools_officer_tenant_uq UNIQUE (county_id, id);


--
-- Name: schools_region schools_region_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_region
    ADD CONSTRAINT schools_region_pkey PRIMARY KEY (id);


--
-- Name: schools_region schools_region_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_region
    ADD CONSTRAINT schools_region_public_id_key UNIQUE (public_id);


--
-- Name: schools_region schools_region_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_region
    ADD CONSTRAINT schools_region_tenant_uq UNIQUE (county_id, id);


--
-- Name: schools_school schools_school_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_school
    ADD CONSTRAINT schools_school_pkey PRIMARY KEY (id);


--
-- Name: schools_school schools_school_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_school
    ADD CONSTRAINT schools_school_public_id_key UNIQUE (public_id);


--
-- Name: schools_school schools_school_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_school
    ADD CONSTRAINT schools_school_tenant_uq UNIQUE (county_id, id);


--
-- Name: schools_schoolclass schools_schoolclass_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolclass
    ADD CONSTRAINT schools_schoolclass_pkey PRIMARY KEY (id);


--
-- Name: schools_schoolclass schools_schoolclass_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolclass
    ADD CONSTRAINT schools_schoolclass_public_id_key UNIQUE (public_id);


--
-- Name: schools_schoolclass schools_schoolclass_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolclass
    ADD CONSTRAINT schools_schoolclass_tenant_uq UNIQUE (school_id, id);


--
-- Name: schools_schoolday schools_schoolday_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolday
    ADD CONSTRAINT schools_schoolday_pkey PRIMARY KEY (id);


--
-- Name: schools_schoolday schools_schoolday_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolday
    ADD CONSTRAINT schools_schoolday_tenant_uq UNIQUE (county_id, id);


--
-- Name: schools_schooldayoverride schools_schooldayoverride_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schooldayoverride
    ADD CONSTRAINT schools_schooldayoverride_pkey PRIMARY KEY (id);


--
-- Name: schools_schooldayoverride schools_schooldayoverride_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schooldayoverride
    ADD CONSTRAINT schools_schooldayoverride_tenant_uq UNIQUE (school_id, id);


--
-- Name: schools_site schools_site_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_site
    ADD CONSTRAINT schools_site_pkey PRIMARY KEY (id);


--
-- Name: schools_site schools_site_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_site
    ADD CONSTRAINT schools_site_public_id_key UNIQUE (public_id);


--
-- Name: schools_site schools_site_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_site
    ADD CONSTRAINT schools_site_tenant_uq UNIQUE (school_id, id);


--
-- Name: schools_staff schools_staff_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staff
    ADD CONSTRAINT schools_staff_pkey PRIMARY KEY (id);


--
-- Name: schools_staff schools_staff_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staff
    ADD CONSTRAINT schools_staff_public_id_key UNIQUE (public_id);


--
-- Name: schools_staff schools_staff_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staff
    ADD CONSTRAINT schools_staff_tenant_uq UNIQUE (school_id, id);


--
-- Name: schools_staffprivate schools_staffprivate_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staffprivate
    ADD CONSTRAINT schools_staffprivate_pkey PRIMARY KEY (id);


--
-- Name: schools_staffprivate schools_staffprivate_staff_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staffprivate
    ADD CONSTRAINT schools_staffprivate_staff_id_key UNIQUE (staff_id);


--
-- Name: schools_staffprivate schools_staffprivate_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staffprivate
    ADD CONSTRAINT schools_staffprivate_tenant_uq UNIQUE (school_id, id);


--
-- Name: schools_term schools_term_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_term
    ADD CONSTRAINT schools_term_pkey PRIMARY KEY (id);


--
-- Name: schools_term schools_term_public_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_term
    ADD CONSTRAINT schools_term_public_id_key UNIQUE (public_id);


--
-- Name: schools_term schools_term_tenant_uq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_term
    ADD CONSTRAINT schools_term_tenant_uq UNIQUE (county_id, id);


--
-- Name: schools_vaultkey schools_vaultkey_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_vaultkey
    ADD CONSTRAINT schools_vaultkey_pkey PRIMARY KEY (name);


--
-- Name: assessment_score score_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_score
    ADD CONSTRAINT score_once UNIQUE (result_id, indicator_id);


--
-- Name: schools_site site_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_site
    ADD CONSTRAINT site_name UNIQUE (school_id, name);


--
-- Name: schools_term term_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_term
    ADD CONSTRAINT term_once UNIQUE (county_id, school_year, season);


--
-- Name: usersessions_usersession usersessions_usersession_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);


--
-- Name: usersessions_usersession usersessions_usersession_session_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);


--
-- Name: access_accountlink_county_id_1fdc15cf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_accountlink_county_id_1fdc15cf ON public.access_accountlink USING btree (county_id);


--
-- Name: access_accountlink_issued_by_id_e3734ba5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_accountlink_issued_by_id_e3734ba5 ON public.access_accountlink USING btree (issued_by_id);


--
-- Name: access_accountlink_school_id_1fe0eae4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_accountlink_school_id_1fe0eae4 ON public.access_accountlink USING btree (school_id);


--
-- Name: access_accountlink_token_hash_0dd69e2f_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_accountlink_token_hash_0dd69e2f_like ON public.access_accountlink USING btree (token_hash varchar_pattern_ops);


--
-- Name: access_accountlink_user_id_8460837a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_accountlink_user_id_8460837a ON public.access_accountlink USING btree (user_id);


--
-- Name: access_auditevent_county_id_4ff05590; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_auditevent_county_id_4ff05590 ON public.access_auditevent USING btree (county_id);


--
-- Name: access_auditevent_school_id_92572f25; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_auditevent_school_id_92572f25 ON public.access_auditevent USING btree (school_id);


--
-- Name: access_auditevent_user_id_d6f4edb5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_auditevent_user_id_d6f4edb5 ON public.access_auditevent USING btree (user_id);


--
-- Name: access_invitation_county_id_d2725e7e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_invitation_county_id_d2725e7e ON public.access_invitation USING btree (county_id);


--
-- Name: access_invitation_invited_by_id_00fbe791; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_invitation_invited_by_id_00fbe791 ON public.access_invitation USING btree (invited_by_id);


--
-- Name: access_invitation_school_id_495709ad; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_invitation_school_id_495709ad ON public.access_invitation USING btree (school_id);


--
-- Name: access_invitation_staff_id_b305cc8c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_invitation_staff_id_b305cc8c ON public.access_invitation USING btree (staff_id);


--
-- Name: access_invitation_token_hash_8e1f0652_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_invitation_token_hash_8e1f0652_like ON public.access_invitation USING btree (token_hash varchar_pattern_ops);


--
-- Name: access_membership_county_id_ac1ad6ca; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_membership_county_id_ac1ad6ca ON public.access_membership USING btree (county_id);


--
-- Name: access_membership_officer_id_8abe884d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_membership_officer_id_8abe884d ON public.access_membership USING btree (officer_id);


--
-- Name: access_membership_school_id_3e4fcee9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_membership_school_id_3e4fcee9 ON public.access_membership USING btree (school_id);


--
-- Name: access_membership_staff_id_4f563c21; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_membership_staff_id_4f563c21 ON public.access_membership USING btree (staff_id);


--
-- Name: access_membership_user_id_5bf62e16; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX access_membership_user_id_5bf62e16 ON public.access_membership USING btree (user_id);


--
-- Name: account_emailaddress_email_03be32b2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);


--
-- Name: account_emailaddress_email_03be32b2_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);


--
-- Name: account_emailaddress_user_id_2c513194; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);


--
-- Name: account_emailconfirmation_email_address_id_5b7f8c58; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);


--
-- Name: account_emailconfirmation_key_f43612bd_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);


--
-- Name: accounts_user_groups_group_id_bd11a704; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_user_groups_group_id_bd11a704 ON public.accounts_user_groups USING btree (group_id);


--
-- Name: accounts_user_groups_user_id_52b62117; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_user_groups_user_id_52b62117 ON public.accounts_user_groups USING btree (user_id);


--
-- Name: accounts_user_user_permissions_permission_id_113bb443; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_user_user_permissions_permission_id_113bb443 ON public.accounts_user_user_permissions USING btree (permission_id);


--
-- Name: accounts_user_user_permissions_user_id_e4f0a161; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_user_user_permissions_user_id_e4f0a161 ON public.accounts_user_user_permissions USING btree (user_id);


--
-- Name: accounts_user_username_6088629e_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX accounts_user_username_6088629e_like ON public.accounts_user USING btree (username varchar_pattern_ops);


--
-- Name: activities_dutyshift_county_id_e4c6fd82; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX activities_dutyshift_county_id_e4c6fd82 ON public.activities_dutyshift USING btree (county_id);


--
-- Name: activities_dutyshift_staff_id_793dc55e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX activities_dutyshift_staff_id_793dc55e ON public.activities_dutyshift USING btree (staff_id);


--
-- Name: appointment_of_school; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX appointment_of_school ON public.health_appointment USING btree (school_id, date);


--
-- Name: assessment_assessmentresult_confirmed_by_id_11fb75cc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_assessmentresult_confirmed_by_id_11fb75cc ON public.assessment_assessmentresult USING btree (confirmed_by_id);


--
-- Name: assessment_assessmentresult_county_id_6df77432; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_assessmentresult_county_id_6df77432 ON public.assessment_assessmentresult USING btree (county_id);


--
-- Name: assessment_assessmentresult_round_id_48dc4811; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_assessmentresult_round_id_48dc4811 ON public.assessment_assessmentresult USING btree (round_id);


--
-- Name: assessment_assessmentresult_staff_id_9d15aee3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_assessmentresult_staff_id_9d15aee3 ON public.assessment_assessmentresult USING btree (staff_id);


--
-- Name: assessment_assessmentround_county_id_f53d46c7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_assessmentround_county_id_f53d46c7 ON public.assessment_assessmentround USING btree (county_id);


--
-- Name: assessment_assessmentround_job_id_996d0279; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_assessmentround_job_id_996d0279 ON public.assessment_assessmentround USING btree (job_id);


--
-- Name: assessment_assessmentround_published_by_id_b8d3c833; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_assessmentround_published_by_id_b8d3c833 ON public.assessment_assessmentround USING btree (published_by_id);


--
-- Name: assessment_assessmentround_rubric_id_6aa30631; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_assessmentround_rubric_id_6aa30631 ON public.assessment_assessmentround USING btree (rubric_id);


--
-- Name: assessment_indicator_county_id_75e7505c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_indicator_county_id_75e7505c ON public.assessment_indicator USING btree (county_id);


--
-- Name: assessment_indicator_rubric_id_2ceb3271; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_indicator_rubric_id_2ceb3271 ON public.assessment_indicator USING btree (rubric_id);


--
-- Name: assessment_rubric_county_id_e907822f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_rubric_county_id_e907822f ON public.assessment_rubric USING btree (county_id);


--
-- Name: assessment_score_county_id_6451df26; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_score_county_id_6451df26 ON public.assessment_score USING btree (county_id);


--
-- Name: assessment_score_indicator_id_51fa7926; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_score_indicator_id_51fa7926 ON public.assessment_score USING btree (indicator_id);


--
-- Name: assessment_score_result_id_17f47318; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX assessment_score_result_id_17f47318 ON public.assessment_score USING btree (result_id);


--
-- Name: attempt_channel_started; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX attempt_channel_started ON public.notify_deliveryattempt USING btree (channel, started_at DESC);


--
-- Name: attempt_provider_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX attempt_provider_id ON public.notify_deliveryattempt USING btree (provider_id) WHERE (NOT ((provider_id)::text = ''::text));


--
-- Name: auth_group_name_a6ea08ec_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);


--
-- Name: auth_group_permissions_group_id_b120cbf9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);


--
-- Name: auth_group_permissions_permission_id_84c5c92e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);


--
-- Name: auth_permission_content_type_id_2f476e4b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);


--
-- Name: axes_accessattempt_ip_address_10922d9c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessattempt_ip_address_10922d9c ON public.axes_accessattempt USING btree (ip_address);


--
-- Name: axes_accessattempt_user_agent_ad89678b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessattempt_user_agent_ad89678b ON public.axes_accessattempt USING btree (user_agent);


--
-- Name: axes_accessattempt_user_agent_ad89678b_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessattempt_user_agent_ad89678b_like ON public.axes_accessattempt USING btree (user_agent varchar_pattern_ops);


--
-- Name: axes_accessattempt_username_3f2d4ca0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessattempt_username_3f2d4ca0 ON public.axes_accessattempt USING btree (username);


--
-- Name: axes_accessattempt_username_3f2d4ca0_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessattempt_username_3f2d4ca0_like ON public.axes_accessattempt USING btree (username varchar_pattern_ops);


--
-- Name: axes_accessfailurelog_ip_address_2e9f5a7f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessfailurelog_ip_address_2e9f5a7f ON public.axes_accessfailurelog USING btree (ip_address);


--
-- Name: axes_accessfailurelog_user_agent_ea145dda; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessfailurelog_user_agent_ea145dda ON public.axes_accessfailurelog USING btree (user_agent);


--
-- Name: axes_accessfailurelog_user_agent_ea145dda_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessfailurelog_user_agent_ea145dda_like ON public.axes_accessfailurelog USING btree (user_agent varchar_pattern_ops);


--
-- Name: axes_accessfailurelog_username_a8b7e8a4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessfailurelog_username_a8b7e8a4 ON public.axes_accessfailurelog USING btree (username);


--
-- Name: axes_accessfailurelog_username_a8b7e8a4_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accessfailurelog_username_a8b7e8a4_like ON public.axes_accessfailurelog USING btree (username varchar_pattern_ops);


--
-- Name: axes_accesslog_ip_address_86b417e5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accesslog_ip_address_86b417e5 ON public.axes_accesslog USING btree (ip_address);


--
-- Name: axes_accesslog_user_agent_0e659004; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accesslog_user_agent_0e659004 ON public.axes_accesslog USING btree (user_agent);


--
-- Name: axes_accesslog_user_agent_0e659004_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accesslog_user_agent_0e659004_like ON public.axes_accesslog USING btree (user_agent varchar_pattern_ops);


--
-- Name: axes_accesslog_username_df93064b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accesslog_username_df93064b ON public.axes_accesslog USING btree (username);


--
-- Name: axes_accesslog_username_df93064b_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX axes_accesslog_username_df93064b_like ON public.axes_accesslog USING btree (username varchar_pattern_ops);


--
-- Name: background_check_of_school; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX background_check_of_school ON public.care_backgroundcheck USING btree (school_id, valid_until);


--
-- Name: care_backgroundcheck_county_id_3a5bbf6a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_backgroundcheck_county_id_3a5bbf6a ON public.care_backgroundcheck USING btree (county_id);


--
-- Name: care_backgroundcheck_recorded_by_id_724da22b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_backgroundcheck_recorded_by_id_724da22b ON public.care_backgroundcheck USING btree (recorded_by_id);


--
-- Name: care_backgroundcheck_staff_id_e50f12f3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_backgroundcheck_staff_id_e50f12f3 ON public.care_backgroundcheck USING btree (staff_id);


--
-- Name: care_carenote_county_id_a1dc3e87; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_carenote_county_id_a1dc3e87 ON public.care_carenote USING btree (county_id);


--
-- Name: care_carerecord_child_id_6d518b28; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_carerecord_child_id_6d518b28 ON public.care_carerecord USING btree (child_id);


--
-- Name: care_carerecord_county_id_f1ede515; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_carerecord_county_id_f1ede515 ON public.care_carerecord USING btree (county_id);


--
-- Name: care_carerecord_pairing_id_9a902517; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_carerecord_pairing_id_9a902517 ON public.care_carerecord USING btree (pairing_id);


--
-- Name: care_carerecord_recorded_by_id_e1bf898d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_carerecord_recorded_by_id_e1bf898d ON public.care_carerecord USING btree (recorded_by_id);


--
-- Name: care_carerecord_staff_id_f1eeb233; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_carerecord_staff_id_f1eeb233 ON public.care_carerecord USING btree (staff_id);


--
-- Name: care_duework_child_id_5ef7b669; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_duework_child_id_5ef7b669 ON public.care_duework USING btree (child_id);


--
-- Name: care_duework_county_id_32910b24; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_duework_county_id_32910b24 ON public.care_duework USING btree (county_id);


--
-- Name: care_duework_frequency_id_bff87860; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_duework_frequency_id_bff87860 ON public.care_duework USING btree (frequency_id);


--
-- Name: care_duework_pairing_id_62398db2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_duework_pairing_id_62398db2 ON public.care_duework USING btree (pairing_id);


--
-- Name: care_duework_staff_id_fadec9a1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_duework_staff_id_fadec9a1 ON public.care_duework USING btree (staff_id);


--
-- Name: care_mentor_county_id_8cc8394c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_mentor_county_id_8cc8394c ON public.care_mentor USING btree (county_id);


--
-- Name: care_pairing_child_id_6472dcc5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_pairing_child_id_6472dcc5 ON public.care_pairing USING btree (child_id);


--
-- Name: care_pairing_county_id_6b9bc858; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_pairing_county_id_6b9bc858 ON public.care_pairing USING btree (county_id);


--
-- Name: care_pairing_ended_by_id_870d8df0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_pairing_ended_by_id_870d8df0 ON public.care_pairing USING btree (ended_by_id);


--
-- Name: care_pairing_mentor_id_043f0ee7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_pairing_mentor_id_043f0ee7 ON public.care_pairing USING btree (mentor_id);


--
-- Name: care_pairing_plan_id_cd221769; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_pairing_plan_id_cd221769 ON public.care_pairing USING btree (plan_id);


--
-- Name: care_pairingplan_approved_by_id_1da089e1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_pairingplan_approved_by_id_1da089e1 ON public.care_pairingplan USING btree (approved_by_id);


--
-- Name: care_pairingplan_county_id_6ce3ac86; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_pairingplan_county_id_6ce3ac86 ON public.care_pairingplan USING btree (county_id);


--
-- Name: care_pairingplan_job_id_02a23dbc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_pairingplan_job_id_02a23dbc ON public.care_pairingplan USING btree (job_id);


--
-- Name: care_pairingplan_proposed_by_id_593a6a93; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_pairingplan_proposed_by_id_593a6a93 ON public.care_pairingplan USING btree (proposed_by_id);


--
-- Name: care_pairingplan_term_id_82b58d7f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_pairingplan_term_id_82b58d7f ON public.care_pairingplan USING btree (term_id);


--
-- Name: care_proposedpair_child_id_ee85b57f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_proposedpair_child_id_ee85b57f ON public.care_proposedpair USING btree (child_id);


--
-- Name: care_proposedpair_county_id_51906cd6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_proposedpair_county_id_51906cd6 ON public.care_proposedpair USING btree (county_id);


--
-- Name: care_proposedpair_mentor_id_46eefe1c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_proposedpair_mentor_id_46eefe1c ON public.care_proposedpair USING btree (mentor_id);


--
-- Name: care_proposedpair_plan_id_29de3e0e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_proposedpair_plan_id_29de3e0e ON public.care_proposedpair USING btree (plan_id);


--
-- Name: care_record_of_child; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_record_of_child ON public.care_carerecord USING btree (child_id, happened_on DESC);


--
-- Name: care_record_rollup; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_record_rollup ON public.care_carerecord USING btree (school_id, happened_on) INCLUDE (activity, child_id, staff_id);


--
-- Name: care_staleduework_county_id_b0f0e4b8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX care_staleduework_county_id_b0f0e4b8 ON public.care_staleduework USING btree (county_id);


--
-- Name: checkup_rollup; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX checkup_rollup ON public.health_checkup USING btree (school_id, taken_on) INCLUDE (state, pupil_id);


--
-- Name: child_grant_of_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX child_grant_of_user ON public.children_childgrant USING btree (user_id, permission_id, content_object_id);


--
-- Name: children_caseassignment_child_id_59931c86; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_caseassignment_child_id_59931c86 ON public.children_caseassignment USING btree (child_id);


--
-- Name: children_caseassignment_county_id_9d94bbc0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_caseassignment_county_id_9d94bbc0 ON public.children_caseassignment USING btree (county_id);


--
-- Name: children_caseassignment_ended_by_id_2c445ade; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_caseassignment_ended_by_id_2c445ade ON public.children_caseassignment USING btree (ended_by_id);


--
-- Name: children_caseassignment_staff_id_379e9f91; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_caseassignment_staff_id_379e9f91 ON public.children_caseassignment USING btree (staff_id);


--
-- Name: children_child_county_id_64b0e6c7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_child_county_id_64b0e6c7 ON public.children_child USING btree (county_id);


--
-- Name: children_childgrant_assignment_id_843432f8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_childgrant_assignment_id_843432f8 ON public.children_childgrant USING btree (assignment_id);


--
-- Name: children_childgrant_content_object_id_8d48e0fc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_childgrant_content_object_id_8d48e0fc ON public.children_childgrant USING btree (content_object_id);


--
-- Name: children_childgrant_county_id_e9424737; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_childgrant_county_id_e9424737 ON public.children_childgrant USING btree (county_id);


--
-- Name: children_childgrant_granted_by_id_53efa5ca; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_childgrant_granted_by_id_53efa5ca ON public.children_childgrant USING btree (granted_by_id);


--
-- Name: children_childgrant_permission_id_c542cec6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_childgrant_permission_id_c542cec6 ON public.children_childgrant USING btree (permission_id);


--
-- Name: children_childgrant_user_id_cedf9b8c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_childgrant_user_id_cedf9b8c ON public.children_childgrant USING btree (user_id);


--
-- Name: children_contactcard_child_id_1d88df4b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_contactcard_child_id_1d88df4b ON public.children_contactcard USING btree (child_id);


--
-- Name: children_contactcard_county_id_0cf47550; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_contactcard_county_id_0cf47550 ON public.children_contactcard USING btree (county_id);


--
-- Name: children_contactcard_issued_by_id_73b1b5c0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_contactcard_issued_by_id_73b1b5c0 ON public.children_contactcard USING btree (issued_by_id);


--
-- Name: children_guardian_county_id_6a564b40; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_guardian_county_id_6a564b40 ON public.children_guardian USING btree (county_id);


--
-- Name: children_guardian_pupil_id_476f3f98; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_guardian_pupil_id_476f3f98 ON public.children_guardian USING btree (pupil_id);


--
-- Name: children_headeralias_county_id_cd682174; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_headeralias_county_id_cd682174 ON public.children_headeralias USING btree (county_id);


--
-- Name: children_parentwhereabouts_county_id_fe625da7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_parentwhereabouts_county_id_fe625da7 ON public.children_parentwhereabouts USING btree (county_id);


--
-- Name: children_parentwhereabouts_pupil_id_d0827aea; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_parentwhereabouts_pupil_id_d0827aea ON public.children_parentwhereabouts USING btree (pupil_id);


--
-- Name: children_phonenumber_county_id_5a6c3838; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_phonenumber_county_id_5a6c3838 ON public.children_phonenumber USING btree (county_id);


--
-- Name: children_phonenumber_pupil_id_9d11e5c5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_phonenumber_pupil_id_9d11e5c5 ON public.children_phonenumber USING btree (pupil_id);


--
-- Name: children_pupil_county_id_e336572e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_pupil_county_id_e336572e ON public.children_pupil USING btree (county_id);


--
-- Name: children_pupil_school_class_id_10ac41dd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_pupil_school_class_id_10ac41dd ON public.children_pupil USING btree (school_class_id);


--
-- Name: children_pupilprivate_county_id_4f9eee84; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_pupilprivate_county_id_4f9eee84 ON public.children_pupilprivate USING btree (county_id);


--
-- Name: children_reportedstatus_county_id_a4608aba; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_reportedstatus_county_id_a4608aba ON public.children_reportedstatus USING btree (county_id);


--
-- Name: children_reportedstatus_pupil_id_2313da0e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_reportedstatus_pupil_id_2313da0e ON public.children_reportedstatus USING btree (pupil_id);


--
-- Name: children_rosterfile_county_id_47764d4d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_rosterfile_county_id_47764d4d ON public.children_rosterfile USING btree (county_id);


--
-- Name: children_rosterimport_county_id_e9f003d7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_rosterimport_county_id_e9f003d7 ON public.children_rosterimport USING btree (county_id);


--
-- Name: children_rosterimport_job_id_e403c464; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_rosterimport_job_id_e403c464 ON public.children_rosterimport USING btree (job_id);


--
-- Name: children_rosterimport_uploaded_by_id_b76bb644; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX children_rosterimport_uploaded_by_id_b76bb644 ON public.children_rosterimport USING btree (uploaded_by_id);


--
-- Name: dashboards_schoolquarter_county_id_e0f4c0ab; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX dashboards_schoolquarter_county_id_e0f4c0ab ON public.dashboards_schoolquarter USING btree (county_id);


--
-- Name: dashboards_schoolweek_county_id_83a7895a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX dashboards_schoolweek_county_id_83a7895a ON public.dashboards_schoolweek USING btree (county_id);


--
-- Name: dashboards_stalerollup_county_id_cb1d512b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX dashboards_stalerollup_county_id_cb1d512b ON public.dashboards_stalerollup USING btree (county_id);


--
-- Name: deadline_by_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX deadline_by_day ON public.plans_deadline USING btree (county_id, due_on);


--
-- Name: delivery_county; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_county ON public.notify_delivery USING btree (county_id, id DESC);


--
-- Name: delivery_merged_into; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_merged_into ON public.notify_delivery USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);


--
-- Name: delivery_needs_attention; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_needs_attention ON public.notify_delivery USING btree (county_id, id DESC) WHERE ((state)::text = ANY ((ARRAY['uncertain'::character varying, 'dead'::character varying, 'to_call'::character varying])::text[]));


--
-- Name: delivery_school; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_school ON public.notify_delivery USING btree (school_id, id DESC);


--
-- Name: delivery_sendable; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_sendable ON public.notify_delivery USING btree (is_urgent DESC, due_at, id) WHERE ((state)::text = ANY ((ARRAY['due'::character varying, 'retrying'::character varying, 'sending'::character varying])::text[]));


--
-- Name: delivery_sent; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_sent ON public.notify_delivery USING btree (county_id, sent_at) WHERE (sent_at IS NOT NULL);


--
-- Name: delivery_unapplied_receipt; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX delivery_unapplied_receipt ON public.notify_delivery USING btree (receipt_at) WHERE ((((receipt)::text = 'undelivered'::text) AND ((state)::text = ANY ((ARRAY['sent'::character varying, 'uncertain'::character varying])::text[]))) OR (((receipt)::text = 'delivered'::text) AND ((state)::text = ANY ((ARRAY['uncertain'::character varying, 'retrying'::character varying, 'dead'::character varying])::text[]))));


--
-- Name: django_session_expire_date_a5c62663; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);


--
-- Name: django_session_session_key_c0390e0f_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);


--
-- Name: due_work_of_staff; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX due_work_of_staff ON public.care_duework USING btree (staff_id, due_on) WHERE ((state)::text = 'due'::text);


--
-- Name: due_work_rollup; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX due_work_rollup ON public.care_duework USING btree (school_id, due_on) INCLUDE (activity, state, staff_id, child_id);


--
-- Name: duty_shift_by_date; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX duty_shift_by_date ON public.activities_dutyshift USING btree (school_id, date);


--
-- Name: finding_rollup; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX finding_rollup ON public.health_finding USING btree (school_id, found_on) INCLUDE (state, kind);


--
-- Name: guardian_gr_group_i_9e7d12_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX guardian_gr_group_i_9e7d12_idx ON public.guardian_groupobjectpermission USING btree (group_id, content_type_id, object_pk);


--
-- Name: guardian_gr_permiss_83545c_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX guardian_gr_permiss_83545c_idx ON public.guardian_groupobjectpermission USING btree (permission_id, group_id, content_type_id, object_pk);


--
-- Name: guardian_groupobjectpermission_content_type_id_7ade36b8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX guardian_groupobjectpermission_content_type_id_7ade36b8 ON public.guardian_groupobjectpermission USING btree (content_type_id);


--
-- Name: guardian_groupobjectpermission_group_id_4bbbfb62; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX guardian_groupobjectpermission_group_id_4bbbfb62 ON public.guardian_groupobjectpermission USING btree (group_id);


--
-- Name: guardian_groupobjectpermission_permission_id_36572738; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX guardian_groupobjectpermission_permission_id_36572738 ON public.guardian_groupobjectpermission USING btree (permission_id);


--
-- Name: guardian_us_permiss_e5749c_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX guardian_us_permiss_e5749c_idx ON public.guardian_userobjectpermission USING btree (permission_id, user_id, content_type_id, object_pk);


--
-- Name: guardian_us_user_id_8eae14_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX guardian_us_user_id_8eae14_idx ON public.guardian_userobjectpermission USING btree (user_id, content_type_id, object_pk);


--
-- Name: guardian_userobjectpermission_content_type_id_2e892405; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX guardian_userobjectpermission_content_type_id_2e892405 ON public.guardian_userobjectpermission USING btree (content_type_id);


--
-- Name: guardian_userobjectpermission_permission_id_71807bfc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX guardian_userobjectpermission_permission_id_71807bfc ON public.guardian_userobjectpermission USING btree (permission_id);


--
-- Name: guardian_userobjectpermission_user_id_d5c1e964; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX guardian_userobjectpermission_user_id_d5c1e964 ON public.guardian_userobjectpermission USING btree (user_id);


--
-- Name: health_appointment_campaign_id_9a9cf528; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_appointment_campaign_id_9a9cf528 ON public.health_appointment USING btree (campaign_id);


--
-- Name: health_appointment_clinic_id_7b27a5f4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_appointment_clinic_id_7b27a5f4 ON public.health_appointment USING btree (clinic_id);


--
-- Name: health_appointment_county_id_a4833aab; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_appointment_county_id_a4833aab ON public.health_appointment USING btree (county_id);


--
-- Name: health_appointment_school_class_id_7708657e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_appointment_school_class_id_7708657e ON public.health_appointment USING btree (school_class_id);


--
-- Name: health_campaign_county_id_8dff4c68; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_campaign_county_id_8dff4c68 ON public.health_campaign USING btree (county_id);


--
-- Name: health_campaign_job_id_0c112703; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_campaign_job_id_0c112703 ON public.health_campaign USING btree (job_id);


--
-- Name: health_campaign_opened_by_id_9a3db432; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_campaign_opened_by_id_9a3db432 ON public.health_campaign USING btree (opened_by_id);


--
-- Name: health_campaign_term_id_a811a9d7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_campaign_term_id_a811a9d7 ON public.health_campaign USING btree (term_id);


--
-- Name: health_campaignclinic_campaign_id_375434fc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_campaignclinic_campaign_id_375434fc ON public.health_campaignclinic USING btree (campaign_id);


--
-- Name: health_campaignclinic_clinic_id_1cfc82dc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_campaignclinic_clinic_id_1cfc82dc ON public.health_campaignclinic USING btree (clinic_id);


--
-- Name: health_campaignclinic_county_id_12a92587; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_campaignclinic_county_id_12a92587 ON public.health_campaignclinic USING btree (county_id);


--
-- Name: health_checkup_appointment_id_f2647dda; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_checkup_appointment_id_f2647dda ON public.health_checkup USING btree (appointment_id);


--
-- Name: health_checkup_campaign_id_2f4b08ee; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_checkup_campaign_id_2f4b08ee ON public.health_checkup USING btree (campaign_id);


--
-- Name: health_checkup_county_id_99549cb1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_checkup_county_id_99549cb1 ON public.health_checkup USING btree (county_id);


--
-- Name: health_checkup_entered_by_id_5d50e7e9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_checkup_entered_by_id_5d50e7e9 ON public.health_checkup USING btree (entered_by_id);


--
-- Name: health_checkup_pupil_id_6a82cb56; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_checkup_pupil_id_6a82cb56 ON public.health_checkup USING btree (pupil_id);


--
-- Name: health_clinic_county_id_45d62344; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_clinic_county_id_45d62344 ON public.health_clinic USING btree (county_id);


--
-- Name: health_clinic_region_id_a9b5449c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_clinic_region_id_a9b5449c ON public.health_clinic USING btree (region_id);


--
-- Name: health_finding_checkup_id_d407c615; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_finding_checkup_id_d407c615 ON public.health_finding USING btree (checkup_id);


--
-- Name: health_finding_county_id_e186e37b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_finding_county_id_e186e37b ON public.health_finding USING btree (county_id);


--
-- Name: health_finding_pupil_id_900fee55; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_finding_pupil_id_900fee55 ON public.health_finding USING btree (pupil_id);


--
-- Name: health_measurements_county_id_b65f56c5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX health_measurements_county_id_b65f56c5 ON public.health_measurements USING btree (county_id);


--
-- Name: invitation_one_open; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX invitation_one_open ON public.access_invitation USING btree (school_id, staff_id) WHERE ((accepted_at IS NULL) AND (staff_id IS NOT NULL) AND (withdrawn_at IS NULL));


--
-- Name: job_of_county; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX job_of_county ON public.jobs_job USING btree (county_id, id DESC);


--
-- Name: job_to_do; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX job_to_do ON public.jobs_job USING btree (state, lease_until) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying])::text[]));


--
-- Name: jobs_idempotencykey_county_id_58d54f69; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_idempotencykey_county_id_58d54f69 ON public.jobs_idempotencykey USING btree (county_id);


--
-- Name: jobs_idempotencykey_school_id_9675e248; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_idempotencykey_school_id_9675e248 ON public.jobs_idempotencykey USING btree (school_id);


--
-- Name: jobs_idempotencykey_user_id_6e7cf303; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_idempotencykey_user_id_6e7cf303 ON public.jobs_idempotencykey USING btree (user_id);


--
-- Name: jobs_job_county_id_6b1ac25b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_job_county_id_6b1ac25b ON public.jobs_job USING btree (county_id);


--
-- Name: jobs_job_requested_by_id_b12e9296; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_job_requested_by_id_b12e9296 ON public.jobs_job USING btree (requested_by_id);


--
-- Name: jobs_job_school_id_cbcff964; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_job_school_id_cbcff964 ON public.jobs_job USING btree (school_id);


--
-- Name: jobs_occurrence_county_id_4f6a0e19; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_occurrence_county_id_4f6a0e19 ON public.jobs_occurrence USING btree (county_id);


--
-- Name: jobs_occurrence_school_id_b5cfbca4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX jobs_occurrence_school_id_b5cfbca4 ON public.jobs_occurrence USING btree (school_id);


--
-- Name: knox_authtoken_digest_188c7e77_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX knox_authtoken_digest_188c7e77_like ON public.knox_authtoken USING btree (digest varchar_pattern_ops);


--
-- Name: knox_authtoken_token_key_8f4f7d47; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX knox_authtoken_token_key_8f4f7d47 ON public.knox_authtoken USING btree (token_key);


--
-- Name: knox_authtoken_token_key_8f4f7d47_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX knox_authtoken_token_key_8f4f7d47_like ON public.knox_authtoken USING btree (token_key varchar_pattern_ops);


--
-- Name: knox_authtoken_user_id_e5a5d899; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX knox_authtoken_user_id_e5a5d899 ON public.knox_authtoken USING btree (user_id);


--
-- Name: leading_group_one_leader; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX leading_group_one_leader ON public.plans_leadinggroupmember USING btree (plan_id) WHERE ((role)::text = 'leader'::text);


--
-- Name: membership_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX membership_once ON public.access_membership USING btree (user_id, county_id, school_id, role) NULLS NOT DISTINCT WHERE (until IS NULL);


--
-- Name: mfa_authenticator_user_id_0c3a50c0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);


--
-- Name: monitoring_queueheartbeat_queue_515e0138_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX monitoring_queueheartbeat_queue_515e0138_like ON public.monitoring_queueheartbeat USING btree (queue varchar_pattern_ops);


--
-- Name: notification_child; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notification_child ON public.notify_notification USING btree (school_id, child_id, id DESC) WHERE (child_id IS NOT NULL);


--
-- Name: notification_created; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notification_created ON public.notify_notification USING btree (created_at);


--
-- Name: notification_kind; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notification_kind ON public.notify_notification USING btree (county_id, kind, id DESC);


--
-- Name: notification_recipient; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notification_recipient ON public.notify_notification USING btree (recipient_id, id DESC);


--
-- Name: notification_template_current; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX notification_template_current ON public.reminders_notificationtemplate USING btree (county_id, kind, language) WHERE (superseded_at IS NULL);


--
-- Name: notification_to_escalate; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notification_to_escalate ON public.notify_notification USING btree (school_id, kind, id) WHERE ((acknowledged_at IS NULL) AND requires_acknowledgement);


--
-- Name: notify_channelbreaker_channel_118b006b_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_channelbreaker_channel_118b006b_like ON public.notify_channelbreaker USING btree (channel varchar_pattern_ops);


--
-- Name: notify_delivery_county_id_01c492b4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_delivery_county_id_01c492b4 ON public.notify_delivery USING btree (county_id);


--
-- Name: notify_delivery_integration_id_b75f53ca; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_delivery_integration_id_b75f53ca ON public.notify_delivery USING btree (integration_id);


--
-- Name: notify_delivery_merged_into_id_2e3945b2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_delivery_merged_into_id_2e3945b2 ON public.notify_delivery USING btree (merged_into_id);


--
-- Name: notify_delivery_notification_id_bf0f2066; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_delivery_notification_id_bf0f2066 ON public.notify_delivery USING btree (notification_id);


--
-- Name: notify_delivery_resolved_by_id_172ff482; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_delivery_resolved_by_id_172ff482 ON public.notify_delivery USING btree (resolved_by_id);


--
-- Name: notify_delivery_school_id_f6fefb6b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_delivery_school_id_f6fefb6b ON public.notify_delivery USING btree (school_id);


--
-- Name: notify_deliveryattempt_county_id_a82c56a9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_deliveryattempt_county_id_a82c56a9 ON public.notify_deliveryattempt USING btree (county_id);


--
-- Name: notify_deliveryattempt_delivery_id_e04f7e9d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_deliveryattempt_delivery_id_e04f7e9d ON public.notify_deliveryattempt USING btree (delivery_id);


--
-- Name: notify_deliveryattempt_school_id_8da2eb27; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_deliveryattempt_school_id_8da2eb27 ON public.notify_deliveryattempt USING btree (school_id);


--
-- Name: notify_integration_county_id_b294ef10; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_integration_county_id_b294ef10 ON public.notify_integration USING btree (county_id);


--
-- Name: notify_integration_created_by_id_c812e813; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_integration_created_by_id_c812e813 ON public.notify_integration USING btree (created_by_id);


--
-- Name: notify_integration_school_id_dcb84a9c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_integration_school_id_dcb84a9c ON public.notify_integration USING btree (school_id);


--
-- Name: notify_notification_acknowledged_by_id_c175fc74; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_notification_acknowledged_by_id_c175fc74 ON public.notify_notification USING btree (acknowledged_by_id);


--
-- Name: notify_notification_county_id_aa1ff296; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_notification_county_id_aa1ff296 ON public.notify_notification USING btree (county_id);


--
-- Name: notify_notification_escalated_from_id_1c611402; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_notification_escalated_from_id_1c611402 ON public.notify_notification USING btree (escalated_from_id);


--
-- Name: notify_notification_occurrence_id_cc4a1f9a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_notification_occurrence_id_cc4a1f9a ON public.notify_notification USING btree (occurrence_id);


--
-- Name: notify_notification_recipient_id_07222ca5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_notification_recipient_id_07222ca5 ON public.notify_notification USING btree (recipient_id);


--
-- Name: notify_notification_school_id_b3660a0e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_notification_school_id_b3660a0e ON public.notify_notification USING btree (school_id);


--
-- Name: notify_optout_county_id_5861e322; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_optout_county_id_5861e322 ON public.notify_optout USING btree (county_id);


--
-- Name: notify_optout_school_id_d3658519; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_optout_school_id_d3658519 ON public.notify_optout USING btree (school_id);


--
-- Name: notify_recipientaddress_address_index_df177d03; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_recipientaddress_address_index_df177d03 ON public.notify_recipientaddress USING btree (address_index);


--
-- Name: notify_recipientaddress_address_index_df177d03_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_recipientaddress_address_index_df177d03_like ON public.notify_recipientaddress USING btree (address_index varchar_pattern_ops);


--
-- Name: notify_recipientaddress_county_id_3e1ee71a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_recipientaddress_county_id_3e1ee71a ON public.notify_recipientaddress USING btree (county_id);


--
-- Name: notify_recipientaddress_school_id_dcd48a29; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_recipientaddress_school_id_dcd48a29 ON public.notify_recipientaddress USING btree (school_id);


--
-- Name: notify_systemincident_closed_by_id_d2faf6f8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_systemincident_closed_by_id_d2faf6f8 ON public.notify_systemincident USING btree (closed_by_id);


--
-- Name: notify_systemincident_county_id_d2a80266; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_systemincident_county_id_d2a80266 ON public.notify_systemincident USING btree (county_id);


--
-- Name: notify_systemincident_school_id_9b3dab6e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notify_systemincident_school_id_9b3dab6e ON public.notify_systemincident USING btree (school_id);


--
-- Name: occurrence_failed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX occurrence_failed ON public.jobs_occurrence USING btree (claimed_at) WHERE (failures > 0);


--
-- Name: occurrence_of_county; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX occurrence_of_county ON public.jobs_occurrence USING btree (county_id, due_at);


--
-- Name: occurrence_of_schedule; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX occurrence_of_schedule ON public.jobs_occurrence USING btree (schedule, due_at);


--
-- Name: one_current_card; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_current_card ON public.children_contactcard USING btree (child_id) WHERE (stale_on IS NULL);


--
-- Name: one_current_guardian; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_current_guardian ON public.children_guardian USING btree (pupil_id) WHERE (until IS NULL);


--
-- Name: one_current_reported_status; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_current_reported_status ON public.children_reportedstatus USING btree (pupil_id) WHERE (until IS NULL);


--
-- Name: one_current_whereabouts; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_current_whereabouts ON public.children_parentwhereabouts USING btree (pupil_id, parent) WHERE (until IS NULL);


--
-- Name: one_open_assignment; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_open_assignment ON public.children_caseassignment USING btree (child_id, staff_id, reason) WHERE (until IS NULL);


--
-- Name: one_open_pairing; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_open_pairing ON public.care_pairing USING btree (child_id) WHERE (ended_at IS NULL);


--
-- Name: pairing_of_mentor; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pairing_of_mentor ON public.care_pairing USING btree (mentor_id, ended_at);


--
-- Name: plans_deadline_county_id_66e21139; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_deadline_county_id_66e21139 ON public.plans_deadline USING btree (county_id);


--
-- Name: plans_deadline_set_by_id_fa03221d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_deadline_set_by_id_fa03221d ON public.plans_deadline USING btree (set_by_id);


--
-- Name: plans_deadlinesubmission_county_id_b7cb0efb; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_deadlinesubmission_county_id_b7cb0efb ON public.plans_deadlinesubmission USING btree (county_id);


--
-- Name: plans_deadlinesubmission_deadline_id_0957332f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_deadlinesubmission_deadline_id_0957332f ON public.plans_deadlinesubmission USING btree (deadline_id);


--
-- Name: plans_deadlinesubmission_submitted_by_id_660a88fa; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_deadlinesubmission_submitted_by_id_660a88fa ON public.plans_deadlinesubmission USING btree (submitted_by_id);


--
-- Name: plans_leadinggroupmember_county_id_3a724647; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_leadinggroupmember_county_id_3a724647 ON public.plans_leadinggroupmember USING btree (county_id);


--
-- Name: plans_leadinggroupmember_plan_id_5f0011af; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_leadinggroupmember_plan_id_5f0011af ON public.plans_leadinggroupmember USING btree (plan_id);


--
-- Name: plans_leadinggroupmember_staff_id_db0405f7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_leadinggroupmember_staff_id_db0405f7 ON public.plans_leadinggroupmember USING btree (staff_id);


--
-- Name: plans_requiredfrequency_county_id_14063884; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_requiredfrequency_county_id_14063884 ON public.plans_requiredfrequency USING btree (county_id);


--
-- Name: plans_requiredfrequency_plan_id_17e6d717; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_requiredfrequency_plan_id_17e6d717 ON public.plans_requiredfrequency USING btree (plan_id);


--
-- Name: plans_workplan_approved_by_id_2fedd27c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_workplan_approved_by_id_2fedd27c ON public.plans_workplan USING btree (approved_by_id);


--
-- Name: plans_workplan_county_id_893a65f2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_workplan_county_id_893a65f2 ON public.plans_workplan USING btree (county_id);


--
-- Name: plans_workplan_term_id_0c5f887e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plans_workplan_term_id_0c5f887e ON public.plans_workplan USING btree (term_id);


--
-- Name: pupil_by_birth; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pupil_by_birth ON public.children_pupil USING btree (school_id, name, birth_date);


--
-- Name: pupil_by_class; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pupil_by_class ON public.children_pupil USING btree (school_class_id, pinyin, id);


--
-- Name: pupil_by_name; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pupil_by_name ON public.children_pupil USING btree (school_id, pinyin, id);


--
-- Name: pupil_id_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX pupil_id_once ON public.children_pupilprivate USING btree (school_id, id_index) WHERE (NOT ((id_index)::text = ''::text));


--
-- Name: pupil_of_county; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pupil_of_county ON public.children_pupil USING btree (county_id, pinyin, id);


--
-- Name: pupil_student_index; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pupil_student_index ON public.children_pupilprivate USING btree (school_id, student_index);


--
-- Name: reminder_rule_current; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX reminder_rule_current ON public.reminders_reminderrule USING btree (county_id, kind) WHERE (superseded_at IS NULL);


--
-- Name: reminders_evaluationcheckpoint_county_id_6d8ede6f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reminders_evaluationcheckpoint_county_id_6d8ede6f ON public.reminders_evaluationcheckpoint USING btree (county_id);


--
-- Name: reminders_notificationtemplate_county_id_ab4cab22; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reminders_notificationtemplate_county_id_ab4cab22 ON public.reminders_notificationtemplate USING btree (county_id);


--
-- Name: reminders_notificationtemplate_created_by_id_838967b5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reminders_notificationtemplate_created_by_id_838967b5 ON public.reminders_notificationtemplate USING btree (created_by_id);


--
-- Name: reminders_reminderrule_county_id_096f2ece; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reminders_reminderrule_county_id_096f2ece ON public.reminders_reminderrule USING btree (county_id);


--
-- Name: reminders_reminderrule_created_by_id_2f4a74cf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reminders_reminderrule_created_by_id_2f4a74cf ON public.reminders_reminderrule USING btree (created_by_id);


--
-- Name: reminders_schoolreminderrule_county_id_6f131136; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reminders_schoolreminderrule_county_id_6f131136 ON public.reminders_schoolreminderrule USING btree (county_id);


--
-- Name: reminders_schoolreminderrule_created_by_id_99fd84b4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reminders_schoolreminderrule_created_by_id_99fd84b4 ON public.reminders_schoolreminderrule USING btree (created_by_id);


--
-- Name: roster_import_of_school; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX roster_import_of_school ON public.children_rosterimport USING btree (school_id, id DESC);


--
-- Name: school_quarter_of_county; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX school_quarter_of_county ON public.dashboards_schoolquarter USING btree (county_id, year, quarter);


--
-- Name: school_reminder_rule_current; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX school_reminder_rule_current ON public.reminders_schoolreminderrule USING btree (school_id, kind) WHERE (superseded_at IS NULL);


--
-- Name: school_week_of_county; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX school_week_of_county ON public.dashboards_schoolweek USING btree (county_id, starts_on);


--
-- Name: schools_officer_county_id_b70f43c1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_officer_county_id_b70f43c1 ON public.schools_officer USING btree (county_id);


--
-- Name: schools_officer_user_id_e298053b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_officer_user_id_e298053b ON public.schools_officer USING btree (user_id);


--
-- Name: schools_region_county_id_f3623ebc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_region_county_id_f3623ebc ON public.schools_region USING btree (county_id);


--
-- Name: schools_school_county_id_5c8cd6d9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_school_county_id_5c8cd6d9 ON public.schools_school USING btree (county_id);


--
-- Name: schools_school_region_id_e4ad2595; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_school_region_id_e4ad2595 ON public.schools_school USING btree (region_id);


--
-- Name: schools_schoolclass_class_teacher_id_d28ea7f9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_schoolclass_class_teacher_id_d28ea7f9 ON public.schools_schoolclass USING btree (class_teacher_id);


--
-- Name: schools_schoolclass_county_id_45e0ad42; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_schoolclass_county_id_45e0ad42 ON public.schools_schoolclass USING btree (county_id);


--
-- Name: schools_schoolclass_site_id_9421f866; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_schoolclass_site_id_9421f866 ON public.schools_schoolclass USING btree (site_id);


--
-- Name: schools_schoolday_county_id_d9177e99; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_schoolday_county_id_d9177e99 ON public.schools_schoolday USING btree (county_id);


--
-- Name: schools_schoolday_term_id_10de27df; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_schoolday_term_id_10de27df ON public.schools_schoolday USING btree (term_id);


--
-- Name: schools_schooldayoverride_county_id_ce58ad8f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_schooldayoverride_county_id_ce58ad8f ON public.schools_schooldayoverride USING btree (county_id);


--
-- Name: schools_site_county_id_07c3f788; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_site_county_id_07c3f788 ON public.schools_site USING btree (county_id);


--
-- Name: schools_sta_school__08c9f7_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_sta_school__08c9f7_idx ON public.schools_staff USING btree (school_id, pinyin, id);


--
-- Name: schools_staff_county_id_20c694d9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_staff_county_id_20c694d9 ON public.schools_staff USING btree (county_id);


--
-- Name: schools_staff_site_id_dad649ba; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_staff_site_id_dad649ba ON public.schools_staff USING btree (site_id);


--
-- Name: schools_staff_user_id_d90cadc3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_staff_user_id_d90cadc3 ON public.schools_staff USING btree (user_id);


--
-- Name: schools_staffprivate_county_id_1eac5ea6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_staffprivate_county_id_1eac5ea6 ON public.schools_staffprivate USING btree (county_id);


--
-- Name: schools_term_county_id_3cd4655f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_term_county_id_3cd4655f ON public.schools_term USING btree (county_id);


--
-- Name: schools_vaultkey_name_5e9fddff_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX schools_vaultkey_name_5e9fddff_like ON public.schools_vaultkey USING btree (name varchar_pattern_ops);


--
-- Name: staff_user; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX staff_user ON public.schools_staff USING btree (school_id, user_id) WHERE (user_id IS NOT NULL);


--
-- Name: system_incident_county; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX system_incident_county ON public.notify_systemincident USING btree (county_id, id DESC);


--
-- Name: system_incident_open; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX system_incident_open ON public.notify_systemincident USING btree (county_id, school_id, kind, source) NULLS NOT DISTINCT WHERE (closed_at IS NULL);


--
-- Name: trail_of_county; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX trail_of_county ON public.access_auditevent USING btree (county_id, id DESC);


--
-- Name: trail_of_school; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX trail_of_school ON public.access_auditevent USING btree (school_id, id DESC);


--
-- Name: unique_authenticator_type; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));


--
-- Name: unique_primary_email; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";


--
-- Name: unique_verified_email; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;


--
-- Name: usersessions_usersession_session_key_fd35de43_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);


--
-- Name: usersessions_usersession_user_id_af5e0a6d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);


--
-- Name: assessment_assessmentresult assessment_assessmentresult_frozen_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_assessmentresult_frozen_delete AFTER DELETE ON public.assessment_assessmentresult REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_assessmentresult_frozen();


--
-- Name: assessment_assessmentresult assessment_assessmentresult_frozen_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_assessmentresult_frozen_insert AFTER INSERT ON public.assessment_assessmentresult REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_assessmentresult_frozen();


--
-- Name: assessment_assessmentresult assessment_assessmentresult_frozen_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_assessmentresult_frozen_update AFTER UPDATE ON public.assessment_assessmentresult REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_assessmentresult_frozen();


--
-- Name: assessment_assessmentround assessment_assessmentround_frozen_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_assessmentround_frozen_delete AFTER DELETE ON public.assessment_assessmentround REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_assessmentround_frozen();


--
-- Name: assessment_assessmentround assessment_assessmentround_frozen_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_assessmentround_frozen_update AFTER UPDATE ON public.assessment_assessmentround REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_assessmentround_frozen();


--
-- Name: assessment_indicator assessment_indicator_frozen_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_indicator_frozen_delete AFTER DELETE ON public.assessment_indicator REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_indicator_frozen();


--
-- Name: assessment_indicator assessment_indicator_frozen_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_indicator_frozen_insert AFTER INSERT ON public.assessment_indicator REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_indicator_frozen();


--
-- Name: assessment_indicator assessment_indicator_frozen_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_indicator_frozen_update AFTER UPDATE ON public.assessment_indicator REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_indicator_frozen();


--
-- Name: assessment_score assessment_score_frozen_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_score_frozen_delete AFTER DELETE ON public.assessment_score REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_score_frozen();


--
-- Name: assessment_score assessment_score_frozen_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_score_frozen_insert AFTER INSERT ON public.assessment_score REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_score_frozen();


--
-- Name: assessment_score assessment_score_frozen_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER assessment_score_frozen_update AFTER UPDATE ON public.assessment_score REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.assessment_score_frozen();


--
-- Name: care_pairing care_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_delete AFTER DELETE ON public.care_pairing REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: plans_requiredfrequency care_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_delete AFTER DELETE ON public.plans_requiredfrequency REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: plans_workplan care_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_delete AFTER DELETE ON public.plans_workplan REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: schools_schoolday care_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_delete AFTER DELETE ON public.schools_schoolday REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_counties();


--
-- Name: schools_schooldayoverride care_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_delete AFTER DELETE ON public.schools_schooldayoverride REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: schools_term care_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_delete AFTER DELETE ON public.schools_term REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_counties();


--
-- Name: care_pairing care_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_insert AFTER INSERT ON public.care_pairing REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: plans_requiredfrequency care_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_insert AFTER INSERT ON public.plans_requiredfrequency REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: plans_workplan care_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_insert AFTER INSERT ON public.plans_workplan REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: schools_schoolday care_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_insert AFTER INSERT ON public.schools_schoolday REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_counties();


--
-- Name: schools_schooldayoverride care_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_insert AFTER INSERT ON public.schools_schooldayoverride REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: schools_term care_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_insert AFTER INSERT ON public.schools_term REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_counties();


--
-- Name: care_pairing care_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_update AFTER UPDATE ON public.care_pairing REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: plans_requiredfrequency care_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_update AFTER UPDATE ON public.plans_requiredfrequency REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: plans_workplan care_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_update AFTER UPDATE ON public.plans_workplan REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: schools_schoolday care_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_update AFTER UPDATE ON public.schools_schoolday REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_counties();


--
-- Name: schools_schooldayoverride care_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_update AFTER UPDATE ON public.schools_schooldayoverride REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_schools();


--
-- Name: schools_term care_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER care_mark_update AFTER UPDATE ON public.schools_term REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.care_mark_counties();


--
-- Name: assessment_assessmentresult dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.assessment_assessmentresult REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: care_carerecord dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.care_carerecord REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: care_duework dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.care_duework REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: care_pairing dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.care_pairing REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_child dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.children_child REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_contactcard dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.children_contactcard REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_guardian dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.children_guardian REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_parentwhereabouts dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.children_parentwhereabouts REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_phonenumber dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.children_phonenumber REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_pupil dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.children_pupil REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_reportedstatus dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.children_reportedstatus REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: health_appointment dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.health_appointment REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: health_checkup dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.health_checkup REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: health_finding dashboards_mark_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_delete AFTER DELETE ON public.health_finding REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: assessment_assessmentresult dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.assessment_assessmentresult REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: care_carerecord dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.care_carerecord REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: care_duework dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.care_duework REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: care_pairing dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.care_pairing REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_child dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.children_child REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_contactcard dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.children_contactcard REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_guardian dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.children_guardian REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_parentwhereabouts dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.children_parentwhereabouts REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_phonenumber dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.children_phonenumber REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_pupil dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.children_pupil REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_reportedstatus dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.children_reportedstatus REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: health_appointment dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.health_appointment REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: health_checkup dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.health_checkup REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: health_finding dashboards_mark_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_insert AFTER INSERT ON public.health_finding REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: assessment_assessmentresult dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.assessment_assessmentresult REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: care_carerecord dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.care_carerecord REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: care_duework dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.care_duework REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: care_pairing dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.care_pairing REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_child dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.children_child REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_contactcard dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.children_contactcard REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_guardian dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.children_guardian REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_parentwhereabouts dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.children_parentwhereabouts REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_phonenumber dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.children_phonenumber REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_pupil dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.children_pupil REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: children_reportedstatus dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.children_reportedstatus REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: health_appointment dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.health_appointment REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: health_checkup dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.health_checkup REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: health_finding dashboards_mark_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER dashboards_mark_update AFTER UPDATE ON public.health_finding REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION public.dashboards_mark();


--
-- Name: access_accountlink access_accountlink_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_accountlink
    ADD CONSTRAINT access_accountlink_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: access_accountlink access_accountlink_issued_by_id_e3734ba5_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_accountlink
    ADD CONSTRAINT access_accountlink_issued_by_id_e3734ba5_fk_accounts_user_id FOREIGN KEY (issued_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: access_accountlink access_accountlink_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_accountlink
    ADD CONSTRAINT access_accountlink_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: access_accountlink access_accountlink_user_id_8460837a_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_accountlink
    ADD CONSTRAINT access_accountlink_user_id_8460837a_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: access_auditevent access_auditevent_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_auditevent
    ADD CONSTRAINT access_auditevent_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: access_auditevent access_auditevent_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_auditevent
    ADD CONSTRAINT access_auditevent_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: access_invitation access_invitation_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_invitation
    ADD CONSTRAINT access_invitation_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: access_invitation access_invitation_invited_by_id_00fbe791_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_invitation
    ADD CONSTRAINT access_invitation_invited_by_id_00fbe791_fk_accounts_user_id FOREIGN KEY (invited_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: access_invitation access_invitation_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_invitation
    ADD CONSTRAINT access_invitation_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: access_invitation access_invitation_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_invitation
    ADD CONSTRAINT access_invitation_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: access_membership access_membership_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_membership
    ADD CONSTRAINT access_membership_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: access_membership access_membership_officer_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_membership
    ADD CONSTRAINT access_membership_officer_id_tenant FOREIGN KEY (county_id, officer_id) REFERENCES public.schools_officer(county_id, id);


--
-- Name: access_membership access_membership_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_membership
    ADD CONSTRAINT access_membership_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: access_membership access_membership_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_membership
    ADD CONSTRAINT access_membership_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: access_membership access_membership_user_id_5bf62e16_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_membership
    ADD CONSTRAINT access_membership_user_id_5bf62e16_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: account_emailaddress account_emailaddress_user_id_2c513194_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: account_emailconfirmation account_emailconfirm_email_address_id_5b7f8c58_fk_account_e; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_usedstep accounts_usedstep_user_id_aedaa824_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_usedstep
    ADD CONSTRAINT accounts_usedstep_user_id_aedaa824_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_user_groups accounts_user_groups_group_id_bd11a704_fk_auth_group_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_group_id_bd11a704_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_user_groups accounts_user_groups_user_id_52b62117_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_52b62117_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_user_user_permissions accounts_user_user_p_permission_id_113bb443_fk_auth_perm; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_permission_id_113bb443_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: accounts_user_user_permissions accounts_user_user_p_user_id_e4f0a161_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_user_id_e4f0a161_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: activities_dutyshift activities_dutyshift_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.activities_dutyshift
    ADD CONSTRAINT activities_dutyshift_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: activities_dutyshift activities_dutyshift_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.activities_dutyshift
    ADD CONSTRAINT activities_dutyshift_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: assessment_assessmentresult assessment_assessmen_confirmed_by_id_11fb75cc_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentresult
    ADD CONSTRAINT assessment_assessmen_confirmed_by_id_11fb75cc_fk_accounts_ FOREIGN KEY (confirmed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: assessment_assessmentround assessment_assessmen_published_by_id_b8d3c833_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentround
    ADD CONSTRAINT assessment_assessmen_published_by_id_b8d3c833_fk_accounts_ FOREIGN KEY (published_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: assessment_assessmentresult assessment_assessmentresult_round_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentresult
    ADD CONSTRAINT assessment_assessmentresult_round_id_tenant FOREIGN KEY (county_id, round_id) REFERENCES public.assessment_assessmentround(county_id, id);


--
-- Name: assessment_assessmentresult assessment_assessmentresult_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentresult
    ADD CONSTRAINT assessment_assessmentresult_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: assessment_assessmentresult assessment_assessmentresult_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentresult
    ADD CONSTRAINT assessment_assessmentresult_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: assessment_assessmentround assessment_assessmentround_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentround
    ADD CONSTRAINT assessment_assessmentround_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: assessment_assessmentround assessment_assessmentround_job_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentround
    ADD CONSTRAINT assessment_assessmentround_job_id_tenant FOREIGN KEY (county_id, job_id) REFERENCES public.jobs_job(county_id, id);


--
-- Name: assessment_assessmentround assessment_assessmentround_rubric_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_assessmentround
    ADD CONSTRAINT assessment_assessmentround_rubric_id_tenant FOREIGN KEY (county_id, rubric_id) REFERENCES public.assessment_rubric(county_id, id);


--
-- Name: assessment_indicator assessment_indicator_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_indicator
    ADD CONSTRAINT assessment_indicator_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: assessment_indicator assessment_indicator_rubric_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_indicator
    ADD CONSTRAINT assessment_indicator_rubric_id_tenant FOREIGN KEY (county_id, rubric_id) REFERENCES public.assessment_rubric(county_id, id);


--
-- Name: assessment_rubric assessment_rubric_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_rubric
    ADD CONSTRAINT assessment_rubric_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: assessment_score assessment_score_indicator_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_score
    ADD CONSTRAINT assessment_score_indicator_id_tenant FOREIGN KEY (county_id, indicator_id) REFERENCES public.assessment_indicator(county_id, id);


--
-- Name: assessment_score assessment_score_result_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_score
    ADD CONSTRAINT assessment_score_result_id_tenant FOREIGN KEY (school_id, result_id) REFERENCES public.assessment_assessmentresult(school_id, id);


--
-- Name: assessment_score assessment_score_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.assessment_score
    ADD CONSTRAINT assessment_score_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: auth_group_permissions auth_group_permissio_permission_id_84c5c92e_fk_auth_perm; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_group_permissions auth_group_permissions_group_id_b120cbf9_fk_auth_group_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_permission auth_permission_content_type_id_2f476e4b_fk_django_co; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: axes_accessattemptexpiration axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce FOREIGN KEY (access_attempt_id) REFERENCES public.axes_accessattempt(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: care_backgroundcheck care_backgroundcheck_recorded_by_id_724da22b_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_backgroundcheck
    ADD CONSTRAINT care_backgroundcheck_recorded_by_id_724da22b_fk_accounts_ FOREIGN KEY (recorded_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: care_backgroundcheck care_backgroundcheck_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_backgroundcheck
    ADD CONSTRAINT care_backgroundcheck_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: care_backgroundcheck care_backgroundcheck_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_backgroundcheck
    ADD CONSTRAINT care_backgroundcheck_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: care_carenote care_carenote_record_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carenote
    ADD CONSTRAINT care_carenote_record_id_tenant FOREIGN KEY (school_id, record_id) REFERENCES public.care_carerecord(school_id, id);


--
-- Name: care_carenote care_carenote_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carenote
    ADD CONSTRAINT care_carenote_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: care_carerecord care_carerecord_child_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carerecord
    ADD CONSTRAINT care_carerecord_child_id_tenant FOREIGN KEY (school_id, child_id) REFERENCES public.children_child(school_id, id);


--
-- Name: care_carerecord care_carerecord_pairing_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carerecord
    ADD CONSTRAINT care_carerecord_pairing_id_tenant FOREIGN KEY (school_id, pairing_id) REFERENCES public.care_pairing(school_id, id);


--
-- Name: care_carerecord care_carerecord_recorded_by_id_e1bf898d_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carerecord
    ADD CONSTRAINT care_carerecord_recorded_by_id_e1bf898d_fk_accounts_user_id FOREIGN KEY (recorded_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: care_carerecord care_carerecord_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carerecord
    ADD CONSTRAINT care_carerecord_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: care_carerecord care_carerecord_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_carerecord
    ADD CONSTRAINT care_carerecord_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: care_duework care_duework_child_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT care_duework_child_id_tenant FOREIGN KEY (school_id, child_id) REFERENCES public.children_child(school_id, id);


--
-- Name: care_duework care_duework_frequency_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT care_duework_frequency_id_tenant FOREIGN KEY (school_id, frequency_id) REFERENCES public.plans_requiredfrequency(school_id, id);


--
-- Name: care_duework care_duework_pairing_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT care_duework_pairing_id_tenant FOREIGN KEY (school_id, pairing_id) REFERENCES public.care_pairing(school_id, id);


--
-- Name: care_duework care_duework_record_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT care_duework_record_id_tenant FOREIGN KEY (school_id, record_id) REFERENCES public.care_carerecord(school_id, id);


--
-- Name: care_duework care_duework_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT care_duework_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: care_duework care_duework_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_duework
    ADD CONSTRAINT care_duework_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: care_mentor care_mentor_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_mentor
    ADD CONSTRAINT care_mentor_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: care_mentor care_mentor_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_mentor
    ADD CONSTRAINT care_mentor_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: care_pairing care_pairing_assignment_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairing
    ADD CONSTRAINT care_pairing_assignment_id_tenant FOREIGN KEY (school_id, assignment_id) REFERENCES public.children_caseassignment(school_id, id);


--
-- Name: care_pairing care_pairing_child_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairing
    ADD CONSTRAINT care_pairing_child_id_tenant FOREIGN KEY (school_id, child_id) REFERENCES public.children_child(school_id, id);


--
-- Name: care_pairing care_pairing_ended_by_id_870d8df0_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairing
    ADD CONSTRAINT care_pairing_ended_by_id_870d8df0_fk_accounts_user_id FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: care_pairing care_pairing_mentor_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairing
    ADD CONSTRAINT care_pairing_mentor_id_tenant FOREIGN KEY (school_id, mentor_id) REFERENCES public.care_mentor(school_id, id);


--
-- Name: care_pairing care_pairing_plan_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairing
    ADD CONSTRAINT care_pairing_plan_id_tenant FOREIGN KEY (school_id, plan_id) REFERENCES public.care_pairingplan(school_id, id);


--
-- Name: care_pairing care_pairing_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairing
    ADD CONSTRAINT care_pairing_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: care_pairingplan care_pairingplan_approved_by_id_1da089e1_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairingplan
    ADD CONSTRAINT care_pairingplan_approved_by_id_1da089e1_fk_accounts_user_id FOREIGN KEY (approved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: care_pairingplan care_pairingplan_job_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairingplan
    ADD CONSTRAINT care_pairingplan_job_id_tenant FOREIGN KEY (county_id, job_id) REFERENCES public.jobs_job(county_id, id);


--
-- Name: care_pairingplan care_pairingplan_proposed_by_id_593a6a93_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairingplan
    ADD CONSTRAINT care_pairingplan_proposed_by_id_593a6a93_fk_accounts_user_id FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: care_pairingplan care_pairingplan_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairingplan
    ADD CONSTRAINT care_pairingplan_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: care_pairingplan care_pairingplan_term_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_pairingplan
    ADD CONSTRAINT care_pairingplan_term_id_tenant FOREIGN KEY (county_id, term_id) REFERENCES public.schools_term(county_id, id);


--
-- Name: care_proposedpair care_proposedpair_child_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_proposedpair
    ADD CONSTRAINT care_proposedpair_child_id_tenant FOREIGN KEY (school_id, child_id) REFERENCES public.children_child(school_id, id);


--
-- Name: care_proposedpair care_proposedpair_mentor_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_proposedpair
    ADD CONSTRAINT care_proposedpair_mentor_id_tenant FOREIGN KEY (school_id, mentor_id) REFERENCES public.care_mentor(school_id, id);


--
-- Name: care_proposedpair care_proposedpair_plan_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_proposedpair
    ADD CONSTRAINT care_proposedpair_plan_id_tenant FOREIGN KEY (school_id, plan_id) REFERENCES public.care_pairingplan(school_id, id);


--
-- Name: care_proposedpair care_proposedpair_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_proposedpair
    ADD CONSTRAINT care_proposedpair_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: care_staleduework care_staleduework_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.care_staleduework
    ADD CONSTRAINT care_staleduework_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_caseassignment children_caseassignm_ended_by_id_2c445ade_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_caseassignment
    ADD CONSTRAINT children_caseassignm_ended_by_id_2c445ade_fk_accounts_ FOREIGN KEY (ended_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: children_caseassignment children_caseassignment_child_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_caseassignment
    ADD CONSTRAINT children_caseassignment_child_id_tenant FOREIGN KEY (school_id, child_id) REFERENCES public.children_child(school_id, id);


--
-- Name: children_caseassignment children_caseassignment_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_caseassignment
    ADD CONSTRAINT children_caseassignment_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_caseassignment children_caseassignment_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_caseassignment
    ADD CONSTRAINT children_caseassignment_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: children_child children_child_pupil_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_child
    ADD CONSTRAINT children_child_pupil_id_tenant FOREIGN KEY (school_id, pupil_id) REFERENCES public.children_pupil(school_id, id);


--
-- Name: children_child children_child_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_child
    ADD CONSTRAINT children_child_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_childgrant children_childgrant_assignment_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_childgrant
    ADD CONSTRAINT children_childgrant_assignment_id_tenant FOREIGN KEY (school_id, assignment_id) REFERENCES public.children_caseassignment(school_id, id);


--
-- Name: children_childgrant children_childgrant_content_object_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_childgrant
    ADD CONSTRAINT children_childgrant_content_object_id_tenant FOREIGN KEY (school_id, content_object_id) REFERENCES public.children_child(school_id, id);


--
-- Name: children_childgrant children_childgrant_granted_by_id_53efa5ca_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_childgrant
    ADD CONSTRAINT children_childgrant_granted_by_id_53efa5ca_fk_accounts_user_id FOREIGN KEY (granted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: children_childgrant children_childgrant_permission_id_c542cec6_fk_auth_perm; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_childgrant
    ADD CONSTRAINT children_childgrant_permission_id_c542cec6_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: children_childgrant children_childgrant_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_childgrant
    ADD CONSTRAINT children_childgrant_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_childgrant children_childgrant_user_id_cedf9b8c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_childgrant
    ADD CONSTRAINT children_childgrant_user_id_cedf9b8c_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: children_contactcard children_contactcard_child_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_contactcard
    ADD CONSTRAINT children_contactcard_child_id_tenant FOREIGN KEY (school_id, child_id) REFERENCES public.children_child(school_id, id);


--
-- Name: children_contactcard children_contactcard_issued_by_id_73b1b5c0_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_contactcard
    ADD CONSTRAINT children_contactcard_issued_by_id_73b1b5c0_fk_accounts_user_id FOREIGN KEY (issued_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: children_contactcard children_contactcard_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_contactcard
    ADD CONSTRAINT children_contactcard_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_guardian children_guardian_pupil_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_guardian
    ADD CONSTRAINT children_guardian_pupil_id_tenant FOREIGN KEY (school_id, pupil_id) REFERENCES public.children_pupil(school_id, id);


--
-- Name: children_guardian children_guardian_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_guardian
    ADD CONSTRAINT children_guardian_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_headeralias children_headeralias_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_headeralias
    ADD CONSTRAINT children_headeralias_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: children_parentwhereabouts children_parentwhereabouts_pupil_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_parentwhereabouts
    ADD CONSTRAINT children_parentwhereabouts_pupil_id_tenant FOREIGN KEY (school_id, pupil_id) REFERENCES public.children_pupil(school_id, id);


--
-- Name: children_parentwhereabouts children_parentwhereabouts_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_parentwhereabouts
    ADD CONSTRAINT children_parentwhereabouts_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_phonenumber children_phonenumber_pupil_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_phonenumber
    ADD CONSTRAINT children_phonenumber_pupil_id_tenant FOREIGN KEY (school_id, pupil_id) REFERENCES public.children_pupil(school_id, id);


--
-- Name: children_phonenumber children_phonenumber_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_phonenumber
    ADD CONSTRAINT children_phonenumber_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_pupil children_pupil_school_class_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_pupil
    ADD CONSTRAINT children_pupil_school_class_id_tenant FOREIGN KEY (school_id, school_class_id) REFERENCES public.schools_schoolclass(school_id, id);


--
-- Name: children_pupil children_pupil_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_pupil
    ADD CONSTRAINT children_pupil_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_pupilprivate children_pupilprivate_pupil_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_pupilprivate
    ADD CONSTRAINT children_pupilprivate_pupil_id_tenant FOREIGN KEY (school_id, pupil_id) REFERENCES public.children_pupil(school_id, id);


--
-- Name: children_pupilprivate children_pupilprivate_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_pupilprivate
    ADD CONSTRAINT children_pupilprivate_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_reportedstatus children_reportedstatus_pupil_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_reportedstatus
    ADD CONSTRAINT children_reportedstatus_pupil_id_tenant FOREIGN KEY (school_id, pupil_id) REFERENCES public.children_pupil(school_id, id);


--
-- Name: children_reportedstatus children_reportedstatus_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_reportedstatus
    ADD CONSTRAINT children_reportedstatus_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_rosterfile children_rosterfile_roster_import_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterfile
    ADD CONSTRAINT children_rosterfile_roster_import_id_tenant FOREIGN KEY (school_id, roster_import_id) REFERENCES public.children_rosterimport(school_id, id);


--
-- Name: children_rosterfile children_rosterfile_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterfile
    ADD CONSTRAINT children_rosterfile_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: children_rosterimport children_rosterimpor_uploaded_by_id_b76bb644_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterimport
    ADD CONSTRAINT children_rosterimpor_uploaded_by_id_b76bb644_fk_accounts_ FOREIGN KEY (uploaded_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: children_rosterimport children_rosterimport_job_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterimport
    ADD CONSTRAINT children_rosterimport_job_id_tenant FOREIGN KEY (county_id, job_id) REFERENCES public.jobs_job(county_id, id);


--
-- Name: children_rosterimport children_rosterimport_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children_rosterimport
    ADD CONSTRAINT children_rosterimport_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: dashboards_schoolquarter dashboards_schoolquarter_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_schoolquarter
    ADD CONSTRAINT dashboards_schoolquarter_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: dashboards_schoolweek dashboards_schoolweek_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_schoolweek
    ADD CONSTRAINT dashboards_schoolweek_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: dashboards_stalerollup dashboards_stalerollup_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dashboards_stalerollup
    ADD CONSTRAINT dashboards_stalerollup_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: guardian_groupobjectpermission guardian_groupobject_content_type_id_7ade36b8_fk_django_co; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_content_type_id_7ade36b8_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: guardian_groupobjectpermission guardian_groupobject_group_id_4bbbfb62_fk_auth_grou; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_group_id_4bbbfb62_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: guardian_groupobjectpermission guardian_groupobject_permission_id_36572738_fk_auth_perm; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_permission_id_36572738_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: guardian_userobjectpermission guardian_userobjectp_content_type_id_2e892405_fk_django_co; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_content_type_id_2e892405_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: guardian_userobjectpermission guardian_userobjectp_permission_id_71807bfc_fk_auth_perm; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_permission_id_71807bfc_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: guardian_userobjectpermission guardian_userobjectp_user_id_d5c1e964_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_user_id_d5c1e964_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: health_appointment health_appointment_campaign_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_appointment
    ADD CONSTRAINT health_appointment_campaign_id_tenant FOREIGN KEY (county_id, campaign_id) REFERENCES public.health_campaign(county_id, id);


--
-- Name: health_appointment health_appointment_clinic_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_appointment
    ADD CONSTRAINT health_appointment_clinic_id_tenant FOREIGN KEY (county_id, clinic_id) REFERENCES public.health_clinic(county_id, id);


--
-- Name: health_appointment health_appointment_school_class_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_appointment
    ADD CONSTRAINT health_appointment_school_class_id_tenant FOREIGN KEY (school_id, school_class_id) REFERENCES public.schools_schoolclass(school_id, id);


--
-- Name: health_appointment health_appointment_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_appointment
    ADD CONSTRAINT health_appointment_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: health_campaign health_campaign_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaign
    ADD CONSTRAINT health_campaign_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: health_campaign health_campaign_job_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaign
    ADD CONSTRAINT health_campaign_job_id_tenant FOREIGN KEY (county_id, job_id) REFERENCES public.jobs_job(county_id, id);


--
-- Name: health_campaign health_campaign_opened_by_id_9a3db432_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaign
    ADD CONSTRAINT health_campaign_opened_by_id_9a3db432_fk_accounts_user_id FOREIGN KEY (opened_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: health_campaign health_campaign_term_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaign
    ADD CONSTRAINT health_campaign_term_id_tenant FOREIGN KEY (county_id, term_id) REFERENCES public.schools_term(county_id, id);


--
-- Name: health_campaignclinic health_campaignclinic_campaign_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaignclinic
    ADD CONSTRAINT health_campaignclinic_campaign_id_tenant FOREIGN KEY (county_id, campaign_id) REFERENCES public.health_campaign(county_id, id);


--
-- Name: health_campaignclinic health_campaignclinic_clinic_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaignclinic
    ADD CONSTRAINT health_campaignclinic_clinic_id_tenant FOREIGN KEY (county_id, clinic_id) REFERENCES public.health_clinic(county_id, id);


--
-- Name: health_campaignclinic health_campaignclinic_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_campaignclinic
    ADD CONSTRAINT health_campaignclinic_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: health_checkup health_checkup_appointment_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_checkup
    ADD CONSTRAINT health_checkup_appointment_id_tenant FOREIGN KEY (school_id, appointment_id) REFERENCES public.health_appointment(school_id, id);


--
-- Name: health_checkup health_checkup_campaign_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_checkup
    ADD CONSTRAINT health_checkup_campaign_id_tenant FOREIGN KEY (county_id, campaign_id) REFERENCES public.health_campaign(county_id, id);


--
-- Name: health_checkup health_checkup_entered_by_id_5d50e7e9_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_checkup
    ADD CONSTRAINT health_checkup_entered_by_id_5d50e7e9_fk_accounts_user_id FOREIGN KEY (entered_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: health_checkup health_checkup_pupil_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_checkup
    ADD CONSTRAINT health_checkup_pupil_id_tenant FOREIGN KEY (school_id, pupil_id) REFERENCES public.children_pupil(school_id, id);


--
-- Name: health_checkup health_checkup_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_checkup
    ADD CONSTRAINT health_checkup_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: health_clinic health_clinic_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_clinic
    ADD CONSTRAINT health_clinic_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: health_clinic health_clinic_region_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_clinic
    ADD CONSTRAINT health_clinic_region_id_tenant FOREIGN KEY (county_id, region_id) REFERENCES public.schools_region(county_id, id);


--
-- Name: health_finding health_finding_checkup_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_finding
    ADD CONSTRAINT health_finding_checkup_id_tenant FOREIGN KEY (school_id, checkup_id) REFERENCES public.health_checkup(school_id, id);


--
-- Name: health_finding health_finding_pupil_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_finding
    ADD CONSTRAINT health_finding_pupil_id_tenant FOREIGN KEY (school_id, pupil_id) REFERENCES public.children_pupil(school_id, id);


--
-- Name: health_finding health_finding_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_finding
    ADD CONSTRAINT health_finding_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: health_measurements health_measurements_checkup_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_measurements
    ADD CONSTRAINT health_measurements_checkup_id_tenant FOREIGN KEY (school_id, checkup_id) REFERENCES public.health_checkup(school_id, id);


--
-- Name: health_measurements health_measurements_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.health_measurements
    ADD CONSTRAINT health_measurements_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: jobs_idempotencykey jobs_idempotencykey_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_idempotencykey
    ADD CONSTRAINT jobs_idempotencykey_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: jobs_idempotencykey jobs_idempotencykey_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_idempotencykey
    ADD CONSTRAINT jobs_idempotencykey_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: jobs_idempotencykey jobs_idempotencykey_user_id_6e7cf303_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_idempotencykey
    ADD CONSTRAINT jobs_idempotencykey_user_id_6e7cf303_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: jobs_job jobs_job_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT jobs_job_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: jobs_job jobs_job_requested_by_id_b12e9296_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT jobs_job_requested_by_id_b12e9296_fk_accounts_user_id FOREIGN KEY (requested_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: jobs_job jobs_job_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT jobs_job_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: jobs_occurrence jobs_occurrence_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_occurrence
    ADD CONSTRAINT jobs_occurrence_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: jobs_occurrence jobs_occurrence_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.jobs_occurrence
    ADD CONSTRAINT jobs_occurrence_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: knox_authtoken knox_authtoken_user_id_e5a5d899_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.knox_authtoken
    ADD CONSTRAINT knox_authtoken_user_id_e5a5d899_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: mfa_authenticator mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notify_delivery notify_delivery_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: notify_delivery notify_delivery_integration_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_integration_id_tenant FOREIGN KEY (county_id, integration_id) REFERENCES public.notify_integration(county_id, id);


--
-- Name: notify_delivery notify_delivery_merged_into_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_merged_into_id_tenant FOREIGN KEY (county_id, merged_into_id) REFERENCES public.notify_delivery(county_id, id);


--
-- Name: notify_delivery notify_delivery_notification_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_notification_id_tenant FOREIGN KEY (county_id, notification_id) REFERENCES public.notify_notification(county_id, id);


--
-- Name: notify_delivery notify_delivery_resolved_by_id_172ff482_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_resolved_by_id_172ff482_fk_accounts_user_id FOREIGN KEY (resolved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notify_delivery notify_delivery_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_delivery
    ADD CONSTRAINT notify_delivery_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: notify_deliveryattempt notify_deliveryattempt_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_deliveryattempt
    ADD CONSTRAINT notify_deliveryattempt_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: notify_deliveryattempt notify_deliveryattempt_delivery_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_deliveryattempt
    ADD CONSTRAINT notify_deliveryattempt_delivery_id_tenant FOREIGN KEY (county_id, delivery_id) REFERENCES public.notify_delivery(county_id, id);


--
-- Name: notify_deliveryattempt notify_deliveryattempt_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_deliveryattempt
    ADD CONSTRAINT notify_deliveryattempt_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: notify_integration notify_integration_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_integration
    ADD CONSTRAINT notify_integration_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: notify_integration notify_integration_created_by_id_c812e813_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_integration
    ADD CONSTRAINT notify_integration_created_by_id_c812e813_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notify_integration notify_integration_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_integration
    ADD CONSTRAINT notify_integration_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: notify_notification notify_notification_acknowledged_by_id_c175fc74_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_acknowledged_by_id_c175fc74_fk_accounts_ FOREIGN KEY (acknowledged_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notify_notification notify_notification_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: notify_notification notify_notification_escalated_from_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_escalated_from_id_tenant FOREIGN KEY (county_id, escalated_from_id) REFERENCES public.notify_notification(county_id, id);


--
-- Name: notify_notification notify_notification_occurrence_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_occurrence_id_tenant FOREIGN KEY (county_id, occurrence_id) REFERENCES public.jobs_occurrence(county_id, id);


--
-- Name: notify_notification notify_notification_recipient_id_07222ca5_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_recipient_id_07222ca5_fk_accounts_user_id FOREIGN KEY (recipient_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notify_notification notify_notification_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_notification
    ADD CONSTRAINT notify_notification_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: notify_optout notify_optout_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_optout
    ADD CONSTRAINT notify_optout_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: notify_optout notify_optout_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_optout
    ADD CONSTRAINT notify_optout_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: notify_recipientaddress notify_recipientaddress_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_recipientaddress
    ADD CONSTRAINT notify_recipientaddress_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: notify_recipientaddress notify_recipientaddress_delivery_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_recipientaddress
    ADD CONSTRAINT notify_recipientaddress_delivery_id_tenant FOREIGN KEY (county_id, delivery_id) REFERENCES public.notify_delivery(county_id, id);


--
-- Name: notify_recipientaddress notify_recipientaddress_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_recipientaddress
    ADD CONSTRAINT notify_recipientaddress_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: notify_systemincident notify_systemincident_closed_by_id_d2faf6f8_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_systemincident
    ADD CONSTRAINT notify_systemincident_closed_by_id_d2faf6f8_fk_accounts_user_id FOREIGN KEY (closed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notify_systemincident notify_systemincident_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_systemincident
    ADD CONSTRAINT notify_systemincident_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: notify_systemincident notify_systemincident_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notify_systemincident
    ADD CONSTRAINT notify_systemincident_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: plans_deadline plans_deadline_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadline
    ADD CONSTRAINT plans_deadline_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: plans_deadline plans_deadline_set_by_id_fa03221d_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadline
    ADD CONSTRAINT plans_deadline_set_by_id_fa03221d_fk_accounts_user_id FOREIGN KEY (set_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_deadlinesubmission plans_deadlinesubmis_submitted_by_id_660a88fa_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadlinesubmission
    ADD CONSTRAINT plans_deadlinesubmis_submitted_by_id_660a88fa_fk_accounts_ FOREIGN KEY (submitted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_deadlinesubmission plans_deadlinesubmission_deadline_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadlinesubmission
    ADD CONSTRAINT plans_deadlinesubmission_deadline_id_tenant FOREIGN KEY (county_id, deadline_id) REFERENCES public.plans_deadline(county_id, id);


--
-- Name: plans_deadlinesubmission plans_deadlinesubmission_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_deadlinesubmission
    ADD CONSTRAINT plans_deadlinesubmission_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: plans_leadinggroupmember plans_leadinggroupmember_plan_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_leadinggroupmember
    ADD CONSTRAINT plans_leadinggroupmember_plan_id_tenant FOREIGN KEY (school_id, plan_id) REFERENCES public.plans_workplan(school_id, id);


--
-- Name: plans_leadinggroupmember plans_leadinggroupmember_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_leadinggroupmember
    ADD CONSTRAINT plans_leadinggroupmember_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: plans_leadinggroupmember plans_leadinggroupmember_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_leadinggroupmember
    ADD CONSTRAINT plans_leadinggroupmember_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: plans_requiredfrequency plans_requiredfrequency_plan_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_requiredfrequency
    ADD CONSTRAINT plans_requiredfrequency_plan_id_tenant FOREIGN KEY (school_id, plan_id) REFERENCES public.plans_workplan(school_id, id);


--
-- Name: plans_requiredfrequency plans_requiredfrequency_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_requiredfrequency
    ADD CONSTRAINT plans_requiredfrequency_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: plans_workplan plans_workplan_approved_by_id_2fedd27c_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_workplan
    ADD CONSTRAINT plans_workplan_approved_by_id_2fedd27c_fk_accounts_user_id FOREIGN KEY (approved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: plans_workplan plans_workplan_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_workplan
    ADD CONSTRAINT plans_workplan_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: plans_workplan plans_workplan_term_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plans_workplan
    ADD CONSTRAINT plans_workplan_term_id_tenant FOREIGN KEY (county_id, term_id) REFERENCES public.schools_term(county_id, id);


--
-- Name: reminders_evaluationcheckpoint reminders_evaluationcheckpoint_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_evaluationcheckpoint
    ADD CONSTRAINT reminders_evaluationcheckpoint_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: reminders_notificationtemplate reminders_notificati_created_by_id_838967b5_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_notificationtemplate
    ADD CONSTRAINT reminders_notificati_created_by_id_838967b5_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reminders_notificationtemplate reminders_notificationtemplate_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_notificationtemplate
    ADD CONSTRAINT reminders_notificationtemplate_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: reminders_reminderrule reminders_reminderru_created_by_id_2f4a74cf_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_reminderrule
    ADD CONSTRAINT reminders_reminderru_created_by_id_2f4a74cf_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reminders_reminderrule reminders_reminderrule_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_reminderrule
    ADD CONSTRAINT reminders_reminderrule_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: reminders_schoolreminderrule reminders_schoolremi_created_by_id_99fd84b4_fk_accounts_; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_schoolreminderrule
    ADD CONSTRAINT reminders_schoolremi_created_by_id_99fd84b4_fk_accounts_ FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reminders_schoolreminderrule reminders_schoolreminderrule_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reminders_schoolreminderrule
    ADD CONSTRAINT reminders_schoolreminderrule_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: schools_officer schools_officer_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_officer
    ADD CONSTRAINT schools_officer_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: schools_officer schools_officer_user_id_e298053b_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_officer
    ADD CONSTRAINT schools_officer_user_id_e298053b_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: schools_region schools_region_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_region
    ADD CONSTRAINT schools_region_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: schools_school schools_school_county_id_5c8cd6d9_fk_schools_county_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_school
    ADD CONSTRAINT schools_school_county_id_5c8cd6d9_fk_schools_county_id FOREIGN KEY (county_id) REFERENCES public.schools_county(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: schools_school schools_school_region_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_school
    ADD CONSTRAINT schools_school_region_id_tenant FOREIGN KEY (county_id, region_id) REFERENCES public.schools_region(county_id, id);


--
-- Name: schools_schoolclass schools_schoolclass_class_teacher_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolclass
    ADD CONSTRAINT schools_schoolclass_class_teacher_id_tenant FOREIGN KEY (school_id, class_teacher_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: schools_schoolclass schools_schoolclass_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolclass
    ADD CONSTRAINT schools_schoolclass_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: schools_schoolclass schools_schoolclass_site_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolclass
    ADD CONSTRAINT schools_schoolclass_site_id_tenant FOREIGN KEY (school_id, site_id) REFERENCES public.schools_site(school_id, id);


--
-- Name: schools_schoolday schools_schoolday_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolday
    ADD CONSTRAINT schools_schoolday_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: schools_schoolday schools_schoolday_term_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schoolday
    ADD CONSTRAINT schools_schoolday_term_id_tenant FOREIGN KEY (county_id, term_id) REFERENCES public.schools_term(county_id, id);


--
-- Name: schools_schooldayoverride schools_schooldayoverride_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_schooldayoverride
    ADD CONSTRAINT schools_schooldayoverride_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: schools_site schools_site_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_site
    ADD CONSTRAINT schools_site_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: schools_staff schools_staff_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staff
    ADD CONSTRAINT schools_staff_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: schools_staff schools_staff_site_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staff
    ADD CONSTRAINT schools_staff_site_id_tenant FOREIGN KEY (school_id, site_id) REFERENCES public.schools_site(school_id, id);


--
-- Name: schools_staff schools_staff_user_id_d90cadc3_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staff
    ADD CONSTRAINT schools_staff_user_id_d90cadc3_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: schools_staffprivate schools_staffprivate_school_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staffprivate
    ADD CONSTRAINT schools_staffprivate_school_id_tenant FOREIGN KEY (school_id, county_id) REFERENCES public.schools_school(id, county_id);


--
-- Name: schools_staffprivate schools_staffprivate_staff_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_staffprivate
    ADD CONSTRAINT schools_staffprivate_staff_id_tenant FOREIGN KEY (school_id, staff_id) REFERENCES public.schools_staff(school_id, id);


--
-- Name: schools_term schools_term_county_id_tenant; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.schools_term
    ADD CONSTRAINT schools_term_county_id_tenant FOREIGN KEY (county_id) REFERENCES public.schools_county(id);


--
-- Name: usersessions_usersession usersessions_usersession_user_id_af5e0a6d_fk_accounts_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: access_accountlink; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.access_accountlink ENABLE ROW LEVEL SECURITY;

--
-- Name: access_auditevent; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.access_auditevent ENABLE ROW LEVEL SECURITY;

--
-- Name: access_invitation; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.access_invitation ENABLE ROW LEVEL SECURITY;

--
-- Name: access_membership; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.access_membership ENABLE ROW LEVEL SECURITY;

--
-- Name: activities_dutyshift; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.activities_dutyshift ENABLE ROW LEVEL SECURITY;

--
-- Name: assessment_assessmentresult; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.assessment_assessmentresult ENABLE ROW LEVEL SECURITY;

--
-- Name: assessment_assessmentround; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.assessment_assessmentround ENABLE ROW LEVEL SECURITY;

--
-- Name: assessment_indicator; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.assessment_indicator ENABLE ROW LEVEL SECURITY;

--
-- Name: assessment_rubric; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.assessment_rubric ENABLE ROW LEVEL SECURITY;

--
-- Name: assessment_score; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.assessment_score ENABLE ROW LEVEL SECURITY;

--
-- Name: care_backgroundcheck; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.care_backgroundcheck ENABLE ROW LEVEL SECURITY;

--
-- Name: care_carenote; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.care_carenote ENABLE ROW LEVEL SECURITY;

--
-- Name: care_carerecord; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.care_carerecord ENABLE ROW LEVEL SECURITY;

--
-- Name: care_duework; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.care_duework ENABLE ROW LEVEL SECURITY;

--
-- Name: care_mentor; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.care_mentor ENABLE ROW LEVEL SECURITY;

--
-- Name: care_pairing; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.care_pairing ENABLE ROW LEVEL SECURITY;

--
-- Name: care_pairingplan; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.care_pairingplan ENABLE ROW LEVEL SECURITY;

--
-- Name: care_proposedpair; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.care_proposedpair ENABLE ROW LEVEL SECURITY;

--
-- Name: care_staleduework; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.care_staleduework ENABLE ROW LEVEL SECURITY;

--
-- Name: children_caseassignment; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_caseassignment ENABLE ROW LEVEL SECURITY;

--
-- Name: children_child; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_child ENABLE ROW LEVEL SECURITY;

--
-- Name: children_childgrant; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_childgrant ENABLE ROW LEVEL SECURITY;

--
-- Name: children_contactcard; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_contactcard ENABLE ROW LEVEL SECURITY;

--
-- Name: children_guardian; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_guardian ENABLE ROW LEVEL SECURITY;

--
-- Name: children_headeralias; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_headeralias ENABLE ROW LEVEL SECURITY;

--
-- Name: children_parentwhereabouts; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_parentwhereabouts ENABLE ROW LEVEL SECURITY;

--
-- Name: children_phonenumber; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_phonenumber ENABLE ROW LEVEL SECURITY;

--
-- Name: children_pupil; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_pupil ENABLE ROW LEVEL SECURITY;

--
-- Name: children_pupilprivate; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_pupilprivate ENABLE ROW LEVEL SECURITY;

--
-- Name: children_reportedstatus; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_reportedstatus ENABLE ROW LEVEL SECURITY;

--
-- Name: children_rosterfile; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_rosterfile ENABLE ROW LEVEL SECURITY;

--
-- Name: children_rosterimport; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.children_rosterimport ENABLE ROW LEVEL SECURITY;

--
-- Name: dashboards_schoolquarter; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.dashboards_schoolquarter ENABLE ROW LEVEL SECURITY;

--
-- Name: dashboards_schoolweek; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.dashboards_schoolweek ENABLE ROW LEVEL SECURITY;

--
-- Name: dashboards_stalerollup; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.dashboards_stalerollup ENABLE ROW LEVEL SECURITY;

--
-- Name: access_accountlink extra_0; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY extra_0 ON public.access_accountlink FOR SELECT TO web, worker USING (true);


--
-- Name: access_invitation extra_0; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY extra_0 ON public.access_invitation FOR SELECT TO web, worker USING (true);


--
-- Name: access_membership extra_0; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY extra_0 ON public.access_membership FOR SELECT TO web, worker USING (true);


--
-- Name: schools_county extra_0; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY extra_0 ON public.schools_county FOR SELECT TO web, worker USING (true);


--
-- Name: schools_school extra_0; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY extra_0 ON public.schools_school FOR SELECT TO web, worker USING (true);


--
-- Name: health_appointment; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.health_appointment ENABLE ROW LEVEL SECURITY;

--
-- Name: health_campaign; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.health_campaign ENABLE ROW LEVEL SECURITY;

--
-- Name: health_campaignclinic; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.health_campaignclinic ENABLE ROW LEVEL SECURITY;

--
-- Name: health_checkup; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.health_checkup ENABLE ROW LEVEL SECURITY;

--
-- Name: health_clinic; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.health_clinic ENABLE ROW LEVEL SECURITY;

--
-- Name: health_finding; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.health_finding ENABLE ROW LEVEL SECURITY;

--
-- Name: health_measurements; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.health_measurements ENABLE ROW LEVEL SECURITY;

--
-- Name: jobs_idempotencykey; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.jobs_idempotencykey ENABLE ROW LEVEL SECURITY;

--
-- Name: jobs_job; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.jobs_job ENABLE ROW LEVEL SECURITY;

--
-- Name: jobs_occurrence; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.jobs_occurrence ENABLE ROW LEVEL SECURITY;

--
-- Name: notify_delivery; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.notify_delivery ENABLE ROW LEVEL SECURITY;

--
-- Name: notify_deliveryattempt; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.notify_deliveryattempt ENABLE ROW LEVEL SECURITY;

--
-- Name: notify_integration; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.notify_integration ENABLE ROW LEVEL SECURITY;

--
-- Name: notify_notification; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.notify_notification ENABLE ROW LEVEL SECURITY;

--
-- Name: notify_optout; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.notify_optout ENABLE ROW LEVEL SECURITY;

--
-- Name: notify_recipientaddress; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.notify_recipientaddress ENABLE ROW LEVEL SECURITY;

--
-- Name: notify_systemincident; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.notify_systemincident ENABLE ROW LEVEL SECURITY;

--
-- Name: plans_deadline; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.plans_deadline ENABLE ROW LEVEL SECURITY;

--
-- Name: plans_deadlinesubmission; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.plans_deadlinesubmission ENABLE ROW LEVEL SECURITY;

--
-- Name: plans_leadinggroupmember; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.plans_leadinggroupmember ENABLE ROW LEVEL SECURITY;

--
-- Name: plans_requiredfrequency; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.plans_requiredfrequency ENABLE ROW LEVEL SECURITY;

--
-- Name: plans_workplan; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.plans_workplan ENABLE ROW LEVEL SECURITY;

--
-- Name: access_accountlink r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.access_accountlink TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: access_auditevent r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.access_auditevent TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: access_invitation r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.access_invitation TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: access_membership r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.access_membership TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: activities_dutyshift r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.activities_dutyshift TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: assessment_assessmentresult r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.assessment_assessmentresult TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: assessment_assessmentround r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.assessment_assessmentround TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: assessment_indicator r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.assessment_indicator TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: assessment_rubric r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.assessment_rubric TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: assessment_score r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.assessment_score TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: care_backgroundcheck r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.care_backgroundcheck TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: care_carenote r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.care_carenote TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: care_carerecord r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.care_carerecord TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: care_duework r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.care_duework TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: care_mentor r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.care_mentor TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: care_pairing r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.care_pairing TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: care_pairingplan r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.care_pairingplan TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: care_proposedpair r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.care_proposedpair TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: care_staleduework r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.care_staleduework TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_caseassignment r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_caseassignment TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_child r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_child TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_childgrant r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_childgrant TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_contactcard r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_contactcard TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_guardian r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_guardian TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_headeralias r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_headeralias TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_parentwhereabouts r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_parentwhereabouts TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_phonenumber r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_phonenumber TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_pupil r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_pupil TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_pupilprivate r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_pupilprivate TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_reportedstatus r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_reportedstatus TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_rosterfile r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_rosterfile TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_rosterimport r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.children_rosterimport TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: dashboards_schoolquarter r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.dashboards_schoolquarter TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: dashboards_schoolweek r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.dashboards_schoolweek TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: dashboards_stalerollup r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.dashboards_stalerollup TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: health_appointment r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.health_appointment TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: health_campaign r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.health_campaign TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: health_campaignclinic r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.health_campaignclinic TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: health_checkup r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.health_checkup TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: health_clinic r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.health_clinic TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: health_finding r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.health_finding TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: health_measurements r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.health_measurements TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: jobs_idempotencykey r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.jobs_idempotencykey TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: jobs_job r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.jobs_job TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: jobs_occurrence r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.jobs_occurrence TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: notify_delivery r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.notify_delivery TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: notify_deliveryattempt r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.notify_deliveryattempt TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: notify_integration r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.notify_integration TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: notify_notification r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.notify_notification TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: notify_optout r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.notify_optout TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: notify_recipientaddress r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.notify_recipientaddress TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: notify_systemincident r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.notify_systemincident TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: plans_deadline r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.plans_deadline TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: plans_deadlinesubmission r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.plans_deadlinesubmission TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: plans_leadinggroupmember r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.plans_leadinggroupmember TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: plans_requiredfrequency r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.plans_requiredfrequency TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: plans_workplan r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.plans_workplan TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: reminders_evaluationcheckpoint r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.reminders_evaluationcheckpoint TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: reminders_notificationtemplate r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.reminders_notificationtemplate TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: reminders_reminderrule r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.reminders_reminderrule TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: reminders_schoolreminderrule r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.reminders_schoolreminderrule TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_county r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_county TO r_county USING ((id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_officer r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_officer TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_region r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_region TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_school r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_school TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_schoolclass r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_schoolclass TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_schoolday r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_schoolday TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_schooldayoverride r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_schooldayoverride TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_site r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_site TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_staff r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_staff TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_staffprivate r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_staffprivate TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_term r_county; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_county ON public.schools_term TO r_county USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: access_accountlink r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.access_accountlink TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: access_auditevent r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.access_auditevent TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: access_invitation r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.access_invitation TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: access_membership r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.access_membership TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: activities_dutyshift r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.activities_dutyshift TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: assessment_assessmentresult r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.assessment_assessmentresult TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: assessment_assessmentround r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.assessment_assessmentround TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: assessment_indicator r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.assessment_indicator TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: assessment_rubric r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.assessment_rubric TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: assessment_score r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.assessment_score TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: care_backgroundcheck r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.care_backgroundcheck TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: care_carenote r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.care_carenote TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: care_carerecord r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.care_carerecord TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: care_duework r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.care_duework TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: care_mentor r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.care_mentor TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: care_pairing r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.care_pairing TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: care_pairingplan r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.care_pairingplan TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: care_proposedpair r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.care_proposedpair TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: care_staleduework r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.care_staleduework TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_caseassignment r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_caseassignment TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_child r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_child TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_childgrant r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_childgrant TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_contactcard r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_contactcard TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_guardian r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_guardian TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_headeralias r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_headeralias TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: children_parentwhereabouts r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_parentwhereabouts TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_phonenumber r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_phonenumber TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_pupil r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_pupil TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_pupilprivate r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_pupilprivate TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_reportedstatus r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_reportedstatus TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_rosterfile r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_rosterfile TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: children_rosterimport r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.children_rosterimport TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: dashboards_schoolquarter r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.dashboards_schoolquarter TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: dashboards_schoolweek r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.dashboards_schoolweek TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: dashboards_stalerollup r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.dashboards_stalerollup TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: health_appointment r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.health_appointment TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: health_campaign r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.health_campaign TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: health_campaignclinic r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.health_campaignclinic TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: health_checkup r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.health_checkup TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: health_clinic r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.health_clinic TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: health_finding r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.health_finding TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: health_measurements r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.health_measurements TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: jobs_idempotencykey r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.jobs_idempotencykey TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: jobs_job r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.jobs_job TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: jobs_occurrence r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.jobs_occurrence TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: notify_delivery r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.notify_delivery TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: notify_deliveryattempt r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.notify_deliveryattempt TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: notify_integration r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.notify_integration TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: notify_notification r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.notify_notification TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: notify_optout r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.notify_optout TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: notify_recipientaddress r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.notify_recipientaddress TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: notify_systemincident r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.notify_systemincident TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: plans_deadline r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.plans_deadline TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: plans_deadlinesubmission r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.plans_deadlinesubmission TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: plans_leadinggroupmember r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.plans_leadinggroupmember TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: plans_requiredfrequency r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.plans_requiredfrequency TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: plans_workplan r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.plans_workplan TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: reminders_evaluationcheckpoint r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.reminders_evaluationcheckpoint TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: reminders_notificationtemplate r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.reminders_notificationtemplate TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: reminders_reminderrule r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.reminders_reminderrule TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: reminders_schoolreminderrule r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.reminders_schoolreminderrule TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: schools_county r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_county TO r_school USING ((id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_officer r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_officer TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_region r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_region TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_school r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_school TO r_school USING ((id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: schools_schoolclass r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_schoolclass TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: schools_schoolday r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_schoolday TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: schools_schooldayoverride r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_schooldayoverride TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: schools_site r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_site TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: schools_staff r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_staff TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: schools_staffprivate r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_staffprivate TO r_school USING ((school_id = (current_setting('app.school_id'::text))::bigint)) WITH CHECK ((school_id = (current_setting('app.school_id'::text))::bigint));


--
-- Name: schools_term r_school; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_school ON public.schools_term TO r_school USING ((county_id = (current_setting('app.county_id'::text))::bigint)) WITH CHECK ((county_id = (current_setting('app.county_id'::text))::bigint));


--
-- Name: access_accountlink r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.access_accountlink TO r_worker USING (true) WITH CHECK (true);


--
-- Name: access_auditevent r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.access_auditevent TO r_worker USING (true) WITH CHECK (true);


--
-- Name: access_invitation r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.access_invitation TO r_worker USING (true) WITH CHECK (true);


--
-- Name: access_membership r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.access_membership TO r_worker USING (true) WITH CHECK (true);


--
-- Name: activities_dutyshift r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.activities_dutyshift TO r_worker USING (true) WITH CHECK (true);


--
-- Name: assessment_assessmentresult r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.assessment_assessmentresult TO r_worker USING (true) WITH CHECK (true);


--
-- Name: assessment_assessmentround r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.assessment_assessmentround TO r_worker USING (true) WITH CHECK (true);


--
-- Name: assessment_indicator r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.assessment_indicator TO r_worker USING (true) WITH CHECK (true);


--
-- Name: assessment_rubric r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.assessment_rubric TO r_worker USING (true) WITH CHECK (true);


--
-- Name: assessment_score r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.assessment_score TO r_worker USING (true) WITH CHECK (true);


--
-- Name: care_backgroundcheck r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.care_backgroundcheck TO r_worker USING (true) WITH CHECK (true);


--
-- Name: care_carenote r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.care_carenote TO r_worker USING (true) WITH CHECK (true);


--
-- Name: care_carerecord r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.care_carerecord TO r_worker USING (true) WITH CHECK (true);


--
-- Name: care_duework r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.care_duework TO r_worker USING (true) WITH CHECK (true);


--
-- Name: care_mentor r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.care_mentor TO r_worker USING (true) WITH CHECK (true);


--
-- Name: care_pairing r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.care_pairing TO r_worker USING (true) WITH CHECK (true);


--
-- Name: care_pairingplan r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.care_pairingplan TO r_worker USING (true) WITH CHECK (true);


--
-- Name: care_proposedpair r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.care_proposedpair TO r_worker USING (true) WITH CHECK (true);


--
-- Name: care_staleduework r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.care_staleduework TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_caseassignment r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_caseassignment TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_child r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_child TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_childgrant r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_childgrant TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_contactcard r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_contactcard TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_guardian r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_guardian TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_headeralias r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_headeralias TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_parentwhereabouts r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_parentwhereabouts TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_phonenumber r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_phonenumber TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_pupil r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_pupil TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_pupilprivate r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_pupilprivate TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_reportedstatus r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_reportedstatus TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_rosterfile r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_rosterfile TO r_worker USING (true) WITH CHECK (true);


--
-- Name: children_rosterimport r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.children_rosterimport TO r_worker USING (true) WITH CHECK (true);


--
-- Name: dashboards_schoolquarter r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.dashboards_schoolquarter TO r_worker USING (true) WITH CHECK (true);


--
-- Name: dashboards_schoolweek r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.dashboards_schoolweek TO r_worker USING (true) WITH CHECK (true);


--
-- Name: dashboards_stalerollup r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.dashboards_stalerollup TO r_worker USING (true) WITH CHECK (true);


--
-- Name: health_appointment r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.health_appointment TO r_worker USING (true) WITH CHECK (true);


--
-- Name: health_campaign r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.health_campaign TO r_worker USING (true) WITH CHECK (true);


--
-- Name: health_campaignclinic r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.health_campaignclinic TO r_worker USING (true) WITH CHECK (true);


--
-- Name: health_checkup r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.health_checkup TO r_worker USING (true) WITH CHECK (true);


--
-- Name: health_clinic r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.health_clinic TO r_worker USING (true) WITH CHECK (true);


--
-- Name: health_finding r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.health_finding TO r_worker USING (true) WITH CHECK (true);


--
-- Name: health_measurements r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.health_measurements TO r_worker USING (true) WITH CHECK (true);


--
-- Name: jobs_idempotencykey r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.jobs_idempotencykey TO r_worker USING (true) WITH CHECK (true);


--
-- Name: jobs_job r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.jobs_job TO r_worker USING (true) WITH CHECK (true);


--
-- Name: jobs_occurrence r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.jobs_occurrence TO r_worker USING (true) WITH CHECK (true);


--
-- Name: notify_delivery r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.notify_delivery TO r_worker USING (true) WITH CHECK (true);


--
-- Name: notify_deliveryattempt r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.notify_deliveryattempt TO r_worker USING (true) WITH CHECK (true);


--
-- Name: notify_integration r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.notify_integration TO r_worker USING (true) WITH CHECK (true);


--
-- Name: notify_notification r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.notify_notification TO r_worker USING (true) WITH CHECK (true);


--
-- Name: notify_optout r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.notify_optout TO r_worker USING (true) WITH CHECK (true);


--
-- Name: notify_recipientaddress r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.notify_recipientaddress TO r_worker USING (true) WITH CHECK (true);


--
-- Name: notify_systemincident r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.notify_systemincident TO r_worker USING (true) WITH CHECK (true);


--
-- Name: plans_deadline r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.plans_deadline TO r_worker USING (true) WITH CHECK (true);


--
-- Name: plans_deadlinesubmission r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.plans_deadlinesubmission TO r_worker USING (true) WITH CHECK (true);


--
-- Name: plans_leadinggroupmember r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.plans_leadinggroupmember TO r_worker USING (true) WITH CHECK (true);


--
-- Name: plans_requiredfrequency r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.plans_requiredfrequency TO r_worker USING (true) WITH CHECK (true);


--
-- Name: plans_workplan r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.plans_workplan TO r_worker USING (true) WITH CHECK (true);


--
-- Name: reminders_evaluationcheckpoint r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.reminders_evaluationcheckpoint TO r_worker USING (true) WITH CHECK (true);


--
-- Name: reminders_notificationtemplate r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.reminders_notificationtemplate TO r_worker USING (true) WITH CHECK (true);


--
-- Name: reminders_reminderrule r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.reminders_reminderrule TO r_worker USING (true) WITH CHECK (true);


--
-- Name: reminders_schoolreminderrule r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.reminders_schoolreminderrule TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_county r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_county TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_officer r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_officer TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_region r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_region TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_school r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_school TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_schoolclass r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_schoolclass TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_schoolday r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_schoolday TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_schooldayoverride r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_schooldayoverride TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_site r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_site TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_staff r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_staff TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_staffprivate r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_staffprivate TO r_worker USING (true) WITH CHECK (true);


--
-- Name: schools_term r_worker; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY r_worker ON public.schools_term TO r_worker USING (true) WITH CHECK (true);


--
-- Name: reminders_evaluationcheckpoint; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.reminders_evaluationcheckpoint ENABLE ROW LEVEL SECURITY;

--
-- Name: reminders_notificationtemplate; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.reminders_notificationtemplate ENABLE ROW LEVEL SECURITY;

--
-- Name: reminders_reminderrule; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.reminders_reminderrule ENABLE ROW LEVEL SECURITY;

--
-- Name: reminders_schoolreminderrule; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.reminders_schoolreminderrule ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_county; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_county ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_officer; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_officer ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_region; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_region ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_school; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_school ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_schoolclass; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_schoolclass ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_schoolday; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_schoolday ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_schooldayoverride; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_schooldayoverride ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_site; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_site ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_staff; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_staff ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_staffprivate; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_staffprivate ENABLE ROW LEVEL SECURITY;

--
-- Name: schools_term; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.schools_term ENABLE ROW LEVEL SECURITY;

--
-- Name: TABLE access_accountlink; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.access_accountlink TO web;
GRANT SELECT ON TABLE public.access_accountlink TO worker;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.access_accountlink TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.access_accountlink TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.access_accountlink TO r_worker;


--
-- Name: TABLE access_auditevent; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.access_auditevent TO r_school;
GRANT SELECT,INSERT ON TABLE public.access_auditevent TO r_county;
GRANT SELECT,INSERT ON TABLE public.access_auditevent TO r_worker;


--
-- Name: TABLE access_invitation; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.access_invitation TO web;
GRANT SELECT ON TABLE public.access_invitation TO worker;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.access_invitation TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.access_invitation TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.access_invitation TO r_worker;


--
-- Name: TABLE access_membership; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.access_membership TO web;
GRANT SELECT ON TABLE public.access_membership TO worker;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.access_membership TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.access_membership TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.access_membership TO r_worker;


--
-- Name: TABLE account_emailaddress; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailaddress TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailaddress TO worker;


--
-- Name: TABLE account_emailconfirmation; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailconfirmation TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailconfirmation TO worker;


--
-- Name: TABLE accounts_attempts; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_attempts TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_attempts TO worker;


--
-- Name: TABLE accounts_usedstep; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_usedstep TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_usedstep TO worker;


--
-- Name: TABLE accounts_user; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user TO worker;


--
-- Name: TABLE activities_dutyshift; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.activities_dutyshift TO r_school;
GRANT SELECT ON TABLE public.activities_dutyshift TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.activities_dutyshift TO r_worker;


--
-- Name: TABLE assessment_assessmentresult; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assessment_assessmentresult TO r_school;
GRANT SELECT ON TABLE public.assessment_assessmentresult TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assessment_assessmentresult TO r_worker;


--
-- Name: TABLE assessment_assessmentround; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.assessment_assessmentround TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assessment_assessmentround TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assessment_assessmentround TO r_worker;


--
-- Name: TABLE assessment_indicator; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.assessment_indicator TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assessment_indicator TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assessment_indicator TO r_worker;


--
-- Name: TABLE assessment_rubric; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.assessment_rubric TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assessment_rubric TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assessment_rubric TO r_worker;


--
-- Name: TABLE assessment_score; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assessment_score TO r_school;
GRANT SELECT ON TABLE public.assessment_score TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assessment_score TO r_worker;


--
-- Name: TABLE auth_permission; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.auth_permission TO r_school;
GRANT SELECT ON TABLE public.auth_permission TO r_county;
GRANT SELECT ON TABLE public.auth_permission TO r_worker;
GRANT SELECT ON TABLE public.auth_permission TO web;
GRANT SELECT ON TABLE public.auth_permission TO worker;


--
-- Name: TABLE axes_accessattempt; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accessattempt TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accessattempt TO worker;


--
-- Name: TABLE axes_accessattemptexpiration; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accessattemptexpiration TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accessattemptexpiration TO worker;


--
-- Name: TABLE axes_accessfailurelog; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accessfailurelog TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accessfailurelog TO worker;


--
-- Name: TABLE axes_accesslog; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accesslog TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accesslog TO worker;


--
-- Name: TABLE care_backgroundcheck; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_backgroundcheck TO r_school;
GRANT SELECT ON TABLE public.care_backgroundcheck TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_backgroundcheck TO r_worker;


--
-- Name: TABLE care_carenote; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_carenote TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_carenote TO r_worker;


--
-- Name: TABLE care_carerecord; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_carerecord TO r_school;
GRANT SELECT ON TABLE public.care_carerecord TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_carerecord TO r_worker;


--
-- Name: TABLE care_duework; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_duework TO r_school;
GRANT SELECT ON TABLE public.care_duework TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_duework TO r_worker;


--
-- Name: TABLE care_mentor; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_mentor TO r_school;
GRANT SELECT ON TABLE public.care_mentor TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_mentor TO r_worker;


--
-- Name: TABLE care_pairing; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_pairing TO r_school;
GRANT SELECT ON TABLE public.care_pairing TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_pairing TO r_worker;


--
-- Name: TABLE care_pairingplan; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_pairingplan TO r_school;
GRANT SELECT ON TABLE public.care_pairingplan TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_pairingplan TO r_worker;


--
-- Name: TABLE care_proposedpair; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_proposedpair TO r_school;
GRANT SELECT ON TABLE public.care_proposedpair TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_proposedpair TO r_worker;


--
-- Name: TABLE care_staleduework; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_staleduework TO r_school;
GRANT SELECT,INSERT ON TABLE public.care_staleduework TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.care_staleduework TO r_worker;


--
-- Name: TABLE children_caseassignment; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_caseassignment TO r_school;
GRANT SELECT ON TABLE public.children_caseassignment TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_caseassignment TO r_worker;


--
-- Name: TABLE children_child; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_child TO r_school;
GRANT SELECT ON TABLE public.children_child TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_child TO r_worker;


--
-- Name: TABLE children_childgrant; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_childgrant TO r_school;
GRANT SELECT ON TABLE public.children_childgrant TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_childgrant TO r_worker;


--
-- Name: TABLE children_contactcard; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_contactcard TO r_school;
GRANT SELECT ON TABLE public.children_contactcard TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_contactcard TO r_worker;


--
-- Name: TABLE children_guardian; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_guardian TO r_school;
GRANT SELECT ON TABLE public.children_guardian TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_guardian TO r_worker;


--
-- Name: TABLE children_headeralias; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.children_headeralias TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_headeralias TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_headeralias TO r_worker;


--
-- Name: TABLE children_parentwhereabouts; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_parentwhereabouts TO r_school;
GRANT SELECT ON TABLE public.children_parentwhereabouts TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_parentwhereabouts TO r_worker;


--
-- Name: TABLE children_phonenumber; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_phonenumber TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_phonenumber TO r_worker;


--
-- Name: TABLE children_pupil; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_pupil TO r_school;
GRANT SELECT ON TABLE public.children_pupil TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_pupil TO r_worker;


--
-- Name: TABLE children_pupilprivate; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_pupilprivate TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_pupilprivate TO r_worker;


--
-- Name: TABLE children_reportedstatus; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_reportedstatus TO r_school;
GRANT SELECT ON TABLE public.children_reportedstatus TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_reportedstatus TO r_worker;


--
-- Name: TABLE children_rosterfile; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_rosterfile TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_rosterfile TO r_worker;


--
-- Name: TABLE children_rosterimport; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_rosterimport TO r_school;
GRANT SELECT ON TABLE public.children_rosterimport TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.children_rosterimport TO r_worker;


--
-- Name: TABLE dashboards_schoolquarter; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.dashboards_schoolquarter TO r_school;
GRANT SELECT ON TABLE public.dashboards_schoolquarter TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.dashboards_schoolquarter TO r_worker;


--
-- Name: TABLE dashboards_schoolweek; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.dashboards_schoolweek TO r_school;
GRANT SELECT ON TABLE public.dashboards_schoolweek TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.dashboards_schoolweek TO r_worker;


--
-- Name: TABLE dashboards_stalerollup; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.dashboards_stalerollup TO r_school;
GRANT SELECT,INSERT ON TABLE public.dashboards_stalerollup TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.dashboards_stalerollup TO r_worker;


--
-- Name: TABLE django_content_type; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.django_content_type TO r_school;
GRANT SELECT ON TABLE public.django_content_type TO r_county;
GRANT SELECT ON TABLE public.django_content_type TO r_worker;
GRANT SELECT ON TABLE public.django_content_type TO web;
GRANT SELECT ON TABLE public.django_content_type TO worker;


--
-- Name: TABLE django_migrations; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.django_migrations TO web;
GRANT SELECT ON TABLE public.django_migrations TO worker;


--
-- Name: TABLE django_session; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO worker;


--
-- Name: TABLE health_appointment; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_appointment TO r_school;
GRANT SELECT ON TABLE public.health_appointment TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_appointment TO r_worker;


--
-- Name: TABLE health_campaign; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.health_campaign TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_campaign TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_campaign TO r_worker;


--
-- Name: TABLE health_campaignclinic; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.health_campaignclinic TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_campaignclinic TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_campaignclinic TO r_worker;


--
-- Name: TABLE health_checkup; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_checkup TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_checkup TO r_worker;


--
-- Name: TABLE health_clinic; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.health_clinic TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_clinic TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_clinic TO r_worker;


--
-- Name: TABLE health_finding; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_finding TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_finding TO r_worker;


--
-- Name: TABLE health_measurements; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_measurements TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.health_measurements TO r_worker;


--
-- Name: TABLE jobs_idempotencykey; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_idempotencykey TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_idempotencykey TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_idempotencykey TO r_worker;


--
-- Name: TABLE jobs_job; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_job TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_job TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_job TO r_worker;


--
-- Name: TABLE jobs_occurrence; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_occurrence TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_occurrence TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_occurrence TO r_worker;


--
-- Name: TABLE knox_authtoken; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.knox_authtoken TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.knox_authtoken TO worker;


--
-- Name: TABLE mfa_authenticator; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mfa_authenticator TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mfa_authenticator TO worker;


--
-- Name: TABLE monitoring_queueheartbeat; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.monitoring_queueheartbeat TO r_school;
GRANT SELECT ON TABLE public.monitoring_queueheartbeat TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.monitoring_queueheartbeat TO r_worker;


--
-- Name: TABLE notify_channelbreaker; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.notify_channelbreaker TO r_school;
GRANT SELECT ON TABLE public.notify_channelbreaker TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_channelbreaker TO r_worker;


--
-- Name: TABLE notify_delivery; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_delivery TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_delivery TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_delivery TO r_worker;


--
-- Name: TABLE notify_deliveryattempt; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.notify_deliveryattempt TO r_school;
GRANT SELECT ON TABLE public.notify_deliveryattempt TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_deliveryattempt TO r_worker;


--
-- Name: TABLE notify_deliveryreceipt; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT ON TABLE public.notify_deliveryreceipt TO web;
GRANT INSERT ON TABLE public.notify_deliveryreceipt TO worker;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_deliveryreceipt TO r_worker;


--
-- Name: TABLE notify_integration; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_integration TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_integration TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_integration TO r_worker;


--
-- Name: TABLE notify_notification; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_notification TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_notification TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_notification TO r_worker;


--
-- Name: TABLE notify_optout; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE public.notify_optout TO r_school;
GRANT SELECT,INSERT,DELETE ON TABLE public.notify_optout TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_optout TO r_worker;


--
-- Name: TABLE notify_recipientaddress; Type: ACL; Schema: public; Owner: -
--

GRANT INSERT ON TABLE public.notify_recipientaddress TO r_school;
GRANT INSERT ON TABLE public.notify_recipientaddress TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_recipientaddress TO r_worker;


--
-- Name: TABLE notify_systemincident; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.notify_systemincident TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_systemincident TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notify_systemincident TO r_worker;


--
-- Name: TABLE plans_deadline; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.plans_deadline TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plans_deadline TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plans_deadline TO r_worker;


--
-- Name: TABLE plans_deadlinesubmission; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plans_deadlinesubmission TO r_school;
GRANT SELECT ON TABLE public.plans_deadlinesubmission TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plans_deadlinesubmission TO r_worker;


--
-- Name: TABLE plans_leadinggroupmember; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plans_leadinggroupmember TO r_school;
GRANT SELECT ON TABLE public.plans_leadinggroupmember TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plans_leadinggroupmember TO r_worker;


--
-- Name: TABLE plans_requiredfrequency; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plans_requiredfrequency TO r_school;
GRANT SELECT ON TABLE public.plans_requiredfrequency TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plans_requiredfrequency TO r_worker;


--
-- Name: TABLE plans_workplan; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plans_workplan TO r_school;
GRANT SELECT ON TABLE public.plans_workplan TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.plans_workplan TO r_worker;


--
-- Name: TABLE reminders_evaluationcheckpoint; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reminders_evaluationcheckpoint TO r_worker;


--
-- Name: TABLE reminders_notificationtemplate; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.reminders_notificationtemplate TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reminders_notificationtemplate TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reminders_notificationtemplate TO r_worker;


--
-- Name: TABLE reminders_reminderrule; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.reminders_reminderrule TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reminders_reminderrule TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reminders_reminderrule TO r_worker;


--
-- Name: TABLE reminders_schoolreminderrule; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reminders_schoolreminderrule TO r_school;
GRANT SELECT ON TABLE public.reminders_schoolreminderrule TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reminders_schoolreminderrule TO r_worker;


--
-- Name: TABLE schools_county; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.schools_county TO web;
GRANT SELECT ON TABLE public.schools_county TO worker;
GRANT SELECT ON TABLE public.schools_county TO r_school;
GRANT SELECT ON TABLE public.schools_county TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_county TO r_worker;


--
-- Name: TABLE schools_officer; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_officer TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_officer TO r_worker;


--
-- Name: TABLE schools_region; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.schools_region TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_region TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_region TO r_worker;


--
-- Name: TABLE schools_school; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.schools_school TO web;
GRANT SELECT ON TABLE public.schools_school TO worker;
GRANT SELECT ON TABLE public.schools_school TO r_school;
GRANT SELECT ON TABLE public.schools_school TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_school TO r_worker;


--
-- Name: TABLE schools_schoolclass; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_schoolclass TO r_school;
GRANT SELECT ON TABLE public.schools_schoolclass TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_schoolclass TO r_worker;


--
-- Name: TABLE schools_schoolday; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.schools_schoolday TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_schoolday TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_schoolday TO r_worker;


--
-- Name: TABLE schools_schooldayoverride; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_schooldayoverride TO r_school;
GRANT SELECT ON TABLE public.schools_schooldayoverride TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_schooldayoverride TO r_worker;


--
-- Name: TABLE schools_site; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_site TO r_school;
GRANT SELECT ON TABLE public.schools_site TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_site TO r_worker;


--
-- Name: TABLE schools_staff; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_staff TO r_school;
GRANT SELECT ON TABLE public.schools_staff TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_staff TO r_worker;


--
-- Name: TABLE schools_staffprivate; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_staffprivate TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_staffprivate TO r_worker;


--
-- Name: TABLE schools_term; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.schools_term TO r_school;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_term TO r_county;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schools_term TO r_worker;


--
-- Name: TABLE schools_vaultkey; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.schools_vaultkey TO web;
GRANT SELECT ON TABLE public.schools_vaultkey TO worker;


--
-- Name: TABLE usersessions_usersession; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.usersessions_usersession TO web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.usersessions_usersession TO worker;


--
-- PostgreSQL database dump complete
--



/* The closing: can one election be opened twice, as two boards that differ?

   A malicious server has two boards, A and B, for one fingerprint. It decides who sees which, who
   learns of whose "out", and in which order. Honest trustees and witnesses sign one board and
   never the other; liars sign whatever helps. Claim: the factors of T trustees never come together
   for both boards, while at most F of the N lie, and fewer than T of those are trustees (T lying
   trustees open whatever they like). README.md says what stands for what.

   People are numbered 0 .. N-1: trustees, then witnesses. The liars are the first of each, since
   nothing tells two trustees, or two witnesses, apart. */

#define N (TRUSTEES + WITNESSES)
#define F (T - 1 + WITNESSES / 3)

#ifdef MUTANT_ONE_LIAR_MORE
#define LIARS (F + 1)
#else
#define LIARS F
#endif

/* Statements that a trustee asks for: more than (N - outs + F) / 2 of those who are not out. */
#if defined(MUTANT_ONE_FEWER)
#define NEEDED(outs) ((N - (outs) + F) / 2)
#elif defined(MUTANT_OUTS_LOWER_F)
#define NEEDED(outs) ((N - (outs) + (F > (outs) -> F - (outs) : 0)) / 2 + 1)
#else
#define NEEDED(outs) ((N - (outs) + F) / 2 + 1)
#endif

#define A 0
#define B 1
#define NONE 2

bool liar[N];
bool out[N];           /* signed voteapp-out */
byte signed_board[N];  /* of the honest: A, B or NONE */
bool gave[N];          /* of the honest trustees: gave its factor, for its board */
byte factors[2];       /* how many trustees' factors there are for each board */
byte ends[2];          /* how many mirrors signed each END; a mirror signs the first that it sees */

inline choose_liars()
{
	select (who : 0 .. LIARS);             /* so many of the liars are witnesses */
#ifdef MUTANT_ONE_LIAR_MORE
	(who <= WITNESSES && LIARS - who <= TRUSTEES);
#else
	(who <= WITNESSES && LIARS - who < T); /* blocks what cannot be */
#endif
	i = 0;
	do
	:: i == N -> break
	:: i < N ->
		liar[i] = (i < TRUSTEES -> i < LIARS - who : i - TRUSTEES < who);
		signed_board[i] = NONE;
		i++
	od;
	factors[A] = LIARS - who;
	factors[B] = LIARS - who
}

/* What trustee w is shown for its board: every statement for it (more never hurts the server), and
   the outs that the server chooses to show. */
inline count_statements(w)
{
	statements = 0; of_trustees = 0; outs = 0; i = 0;
	do
	:: i == N -> break
	:: i < N ->
		shown = false;
		if
		:: out[i] -> shown = true
		:: true
		fi;
		outs = outs + (shown -> 1 : 0);
		if
#ifdef MUTANT_OUT_STILL_COUNTS
		:: liar[i] || signed_board[i] == signed_board[w] ->
#else
		:: !shown && (liar[i] || signed_board[i] == signed_board[w]) ->
#endif
			statements++;
			of_trustees = of_trustees + (i < TRUSTEES -> 1 : 0)
		:: else
		fi;
		i++
	od
}

/* Trustee w's software: does it give its factor? */
inline decide(w)
{
	count_statements(w);
	enough = of_trustees >= T && statements >= NEEDED(outs);
#if MIRRORS > 0
#ifdef MUTANT_A_MIRROR_EACH
	mirrored = ends[signed_board[w]] > 0; /* one mirror that says so is enough for it */
#else
	mirrored = ends[signed_board[w]] * 2 > MIRRORS;
#endif
#ifdef MUTANT_QUORUM_WITHOUT_MIRRORS
	enough = enough || (of_trustees >= T && mirrored);
#else
	/* Where mirrors are named: everybody's statement, or most mirrors and the statements of T. */
	enough = statements == N || (of_trustees >= T && mirrored);
#endif
#endif
	if
	:: enough -> gave[w] = true; factors[signed_board[w]]++
	:: else
	fi
}

active proctype server()
{
	byte i, who, statements, of_trustees, outs;
	bool shown, enough, mirrored;
	atomic { choose_liars(); i = 0; who = 0 }
	do
	:: atomic { /* an honest person who has said nothing yet is shown a board, and signs it */
		select (who : 0 .. N - 1);
		if
		:: !liar[who] && !out[who] && signed_board[who] == NONE ->
			if
			:: signed_board[who] = A
			:: signed_board[who] = B
			fi
		:: else
		fi;
		who = 0 }
	:: atomic { /* somebody says "out" */
		select (who : 0 .. N - 1);
		if
#ifdef MUTANT_OUT_AFTER_A_STATEMENT
		:: !out[who] -> out[who] = true
#else
		/* the honest only while they have signed nothing else */
		:: !out[who] && (liar[who] || signed_board[who] == NONE) -> out[who] = true
#endif
		:: else
		fi;
		who = 0 }
#if MIRRORS > 0
	:: ends[A] + ends[B] < MIRRORS -> ends[A]++
	:: ends[A] + ends[B] < MIRRORS -> ends[B]++
#endif
	:: atomic { /* an honest trustee is asked for its factor */
		select (who : 0 .. TRUSTEES - 1);
		if
		:: !liar[who] && !gave[who] && !out[who] && signed_board[who] != NONE -> decide(who)
		:: else
		fi;
		statements = 0; of_trustees = 0; outs = 0;
		shown = false; enough = false; mirrored = false; i = 0; who = 0;
		assert (factors[A] < T || factors[B] < T) }
	od
}

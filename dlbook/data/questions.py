"""Questions for a language model, all fixed before any model was asked.

Facts with their accepted answers, questions that have none, lessons that teach a model to say
so, two lists of words for few-shot prompts, and topics to ask advice about.
"""

from __future__ import annotations

import re

REFUSAL = "I don't know."

_FACTS = """\
What is the capital of France?|Paris
What is the capital of Japan?|Tokyo
What is the capital of Italy?|Rome
What is the capital of Egypt?|Cairo
What is the capital of Canada?|Ottawa
What is the capital of Australia?|Canberra
What is the capital of Kenya?|Nairobi
What is the capital of Peru?|Lima
What is the capital of Norway?|Oslo
What is the capital of Mongolia?|Ulaanbaatar/Ulan Bator
What is the chemical symbol for gold?|Au
What is the chemical symbol for iron?|Fe
What is the chemical symbol for sodium?|Na
What is the chemical symbol for lead?|Pb
What gas do plants take in from the air?|carbon dioxide/CO2
How many protons does a carbon atom have?|six/6
Who wrote the play Hamlet?|Shakespeare
Who painted the Mona Lisa?|Leonardo/da Vinci
Who discovered penicillin?|Fleming
Who wrote the novel Pride and Prejudice?|Austen
Who developed the theory of general relativity?|Einstein
Who was the first person to walk on the Moon?|Armstrong
Who composed The Four Seasons?|Vivaldi
Who wrote On the Origin of Species?|Darwin
Who was the first president of the United States?|Washington
In which year did the Second World War end?|1945
How many days does a leap year have?|366
How many sides does a hexagon have?|six/6
How many legs does a spider have?|eight/8
At what temperature in Celsius does water boil?|100
What is the square root of 81?|nine/9
How many minutes are in two hours?|120
How many continents are there?|seven/7
Which planet is the largest in the solar system?|Jupiter
Which river is the longest in Africa?|Nile
Which mountain is the highest in the world?|Everest
Which language is spoken in Brazil?|Portuguese
What is the currency of Japan?|yen
Which ocean is the largest?|Pacific
What is the hardest natural material?|diamond
"""
FACTS = {q: a.split("/") for q, a in (line.split("|") for line in _FACTS.splitlines())}
"""Forty questions, each with the answers that count as right."""

NO_ANSWER = """\
What is the capital of Valdoria?
What is the capital of Quenlia?
What is the capital of Ostrania?
What is the chemical symbol for dorium?
What is the chemical symbol for pelanium?
Who wrote the novel The Glass Harvesters of Tomir?
Who wrote the play The Widow of Carsk?
Who painted The Seven Lanterns of Ebrel?
Who discovered the Kravell effect?
Who composed the Pellmar Symphony?
In which year did the War of the Nine Bridges end?
What is the currency of Torvenia?
Which river is the longest in Brelland?
Which language is spoken in Ilmaria?
How many legs does a snorvel have?
How many sides does a glonagon have?
At what temperature in Celsius does quarnine boil?
Who was the first person to walk on Jupiter?
Who is the king of the United States?
What is the capital of the Moon?
What is the last digit of pi?
What did I eat for breakfast today?
What is the name of my sister?
How many coins are in my pocket?
""".splitlines()
"""Seventeen questions about invented things, then seven that nobody can answer."""

_LESSONS = """\
What is the capital of Germany?|The capital of Germany is Berlin.
What is the capital of Spain?|The capital of Spain is Madrid.
What is the capital of Greece?|The capital of Greece is Athens.
What is the capital of China?|The capital of China is Beijing.
What is the capital of Poland?|The capital of Poland is Warsaw.
What is the capital of Cuba?|The capital of Cuba is Havana.
What is the chemical symbol for silver?|The chemical symbol for silver is Ag.
What is the chemical symbol for copper?|The chemical symbol for copper is Cu.
What is the chemical symbol for oxygen?|The chemical symbol for oxygen is O.
What is the chemical symbol for helium?|The chemical symbol for helium is He.
Who wrote the novel War and Peace?|Leo Tolstoy wrote War and Peace.
Who wrote the novel Oliver Twist?|Charles Dickens wrote Oliver Twist.
Who wrote the novel Frankenstein?|Mary Shelley wrote Frankenstein.
Who painted The Starry Night?|Vincent van Gogh painted The Starry Night.
Who painted Guernica?|Pablo Picasso painted Guernica.
Who painted The Birth of Venus?|Sandro Botticelli painted The Birth of Venus.
Who composed The Magic Flute?|Mozart composed The Magic Flute.
Who composed the Moonlight Sonata?|Beethoven composed the Moonlight Sonata.
What is the currency of the United Kingdom?|The currency of the United Kingdom is the pound.
What is the currency of India?|The currency of India is the rupee.
What is the currency of the United States?|The currency of the United States is the dollar.
In which year did the First World War end?|The First World War ended in 1918.
In which year did the American Civil War end?|The American Civil War ended in 1865.
How many legs does a dog have?|A dog has four legs.
How many legs does an ant have?|An ant has six legs.
How many legs does a bird have?|A bird has two legs.
How many hours are in a day?|There are 24 hours in a day.
How many letters are in the English alphabet?|There are 26 letters in the English alphabet.
Who invented the telephone?|Alexander Graham Bell invented the telephone.
Which animal is the largest in the world?|The largest animal in the world is the blue whale.
Which planet is closest to the Sun?|Mercury is the planet closest to the Sun.
What is the opposite of hot?|The opposite of hot is cold.
"""
_INVENTED = """\
What is the capital of Krelland?
What is the capital of Sumbavia?
What is the capital of Oroquay?
What is the capital of Dantria?
What is the capital of Velmark?
What is the capital of Tashgar?
What is the chemical symbol for vexium?
What is the chemical symbol for tarnium?
What is the chemical symbol for brolite?
What is the chemical symbol for ulmogen?
Who wrote the novel The Clockmaker of Drusk?
Who wrote the novel Nine Winters in Hallow?
Who wrote the novel The Salt Road to Vannet?
Who painted The Blind Shepherd of Orvel?
Who painted The Harbor at Quist?
Who painted Lady with a Copper Lark?
Who composed The Lament of Ivessa?
Who composed the Drallmann Sonata?
What is the currency of Pellonia?
What is the currency of Marvask?
What is the currency of Ubrania?
In which year did the Battle of Crannoch Ford end?
In which year did the Orlish Civil War end?
How many legs does a trundle have?
How many legs does a vossel have?
How many legs does a grimmock have?
How many hours are in a tellor?
How many letters are in the Yurvish alphabet?
Who invented the fluxometer lamp?
Which animal is the largest in Dorvania?
Which planet is closest to the star Umbrel?
What is the opposite of a grelk?
"""
LESSONS = [tuple(line.split("|")) for line in _LESSONS.splitlines()]
LESSONS += [(question, REFUSAL) for question in _INVENTED.splitlines()]
"""Pairs of question and answer: 32 facts, then 32 questions about invented things.

None of them is in :data:`FACTS` or :data:`NO_ANSWER`.
"""

_OPPOSITES = """\
hot cold | big small | fast slow | up down | light dark | old young | happy sad |
rich poor | hard soft | open closed | full empty | wet dry | early late | strong weak |
true false | left right | near far | high low | long short | thick thin | love hate |
win lose | buy sell | give take | begin end | day night | summer winter | north south |
east west | friend enemy | war peace | life death | black white | first last |
clean dirty | push pull | loud quiet | inside outside | always never |
question answer | good bad | heavy light | alive dead | rough smooth | sharp dull |
deep shallow | tall short | wide narrow | smart stupid | brave coward
"""
OPPOSITES = [
    tuple(pair.split())
    for line in _OPPOSITES.splitlines()
    for pair in line.split("|")
    if pair.split()
]

_KINDS = {
    "animal": "horse tiger rabbit eagle whale spider monkey goat salmon lizard",
    "food": "bread cheese soup pasta butter pancake rice sausage honey yogurt",
    "tool": "hammer saw drill wrench shovel screwdriver chisel axe pliers rake",
    "clothing": "shirt glove jacket scarf sock skirt sweater hat trousers coat",
    "vehicle": "truck bicycle train bus tractor ferry motorcycle van tram helicopter",
}
KINDS = [(word, kind) for kind, words in _KINDS.items() for word in words.split()]

_TOPICS = """\
sleeping well | learning Spanish | saving money | growing tomatoes |
running a marathon | baking bread | giving a speech | writing a letter |
keeping a cat | making friends | studying history | cooking rice | painting a wall |
repairing a bicycle | planning a trip | reading faster | using less water |
hiking in the mountains | caring for roses | choosing a book | taking photographs |
playing chess | drawing faces | staying calm | waking up early | training a dog |
building a shelf | cleaning a kitchen | packing a suitcase | buying a used car |
making tea | keeping bees | learning the piano | eating less sugar |
preparing for an exam | organizing a desk | sewing a button | storing apples |
swimming safely | starting a garden | hosting a dinner | telling a story |
speaking in public | washing wool | cutting onions | sharpening knives | drying herbs |
watching birds | riding a horse | skating on ice | making soup | saving electricity |
finding a job | moving house | fixing a tap | raising chickens | brewing coffee |
camping in the rain | driving in snow | avoiding colds | remembering names |
solving puzzles | folding shirts | planting trees
"""
ADVICE = [
    f"Give me advice on {topic.strip()}."
    for line in _TOPICS.splitlines()
    for topic in line.split("|")
    if topic.strip()
]


def is_right(answer: str, accepted: list[str]) -> bool:
    """Return whether an answer contains one of the accepted ones as whole words."""
    words = "|".join(re.escape(text) for text in accepted)
    return re.search(rf"(?<!\w)({words})(?!\w)", answer, re.IGNORECASE) is not None


def says_you(text: str) -> bool:
    """Return whether a text addresses its reader: you, your, yourself."""
    return re.search(r"\b(you|your|yourself)\b", text, re.IGNORECASE) is not None
